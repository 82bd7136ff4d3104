package dev.intact.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {

  private Machine() {}

  static String describe(Path directory) throws IOException {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + ", "
        + cpu()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, heap "
        + (Runtime.getRuntime().maxMemory() >> 20)
        + " MiB, Java "
        + System.getProperty("java.vm.version")
        + ", "
        + Files.getFileStore(directory).type();
  }

  /** Processor time of this process up to now, in microseconds; the kernel counts in 10 ms. */
  static long cpuMicros() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1000;
  }

  private static String cpu() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
