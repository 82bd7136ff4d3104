package dev.intact.bench;

import dev.intact.audit.AuditTrail;
import dev.intact.audit.IntegrityReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Does something with a large store in a process whose heap is limited, and reads its peak. */
final class SmallHeap {

  static final int MIB = 256;

  /**
   * What the process said.
   *
   * @param records how many it went through
   * @param peakBytes the largest use of the heap
   * @param seconds how long it took
   */
  record Result(long records, long peakBytes, double seconds) {}

  private SmallHeap() {}

  static Result run(String what, Path directory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + MIB + "m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                what,
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String[] parts = said.strip().split(" ", -1);
    if (code != 0 || parts.length != 3) {
      throw new IOException("the process with a small heap ended with " + code + ": " + said);
    }
    return new Result(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Double.parseDouble(parts[2]));
  }

  /**
   * The process.
   *
   * @param args what to do, and the store's directory
   * @throws Exception if it cannot be done
   */
  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    Path directory = Path.of(args[1]);
    long records;
    try (Store store = Store.open(directory)) {
      AuditTrail trail = store.trail("bench");
      records = args[0].equals("export") ? export(trail, directory) : verify(trail);
    }
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(java.lang.management.MemoryUsage::getUsed)
            .sum();
    System.out.println(records + " " + peak + " " + (System.nanoTime() - start) / 1e9);
  }

  private static long verify(AuditTrail trail) throws Exception {
    IntegrityReport report = trail.verify(Optional.empty(), Optional.empty(), Store.ACTOR);
    return report.verdict().isGood() ? report.coverage().checked() : 0;
  }

  private static long export(AuditTrail trail, Path directory) throws Exception {
    Path file = directory.resolve("bench.intact");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      return trail.export(Optional.empty(), Optional.empty(), out, Store.ACTOR);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
