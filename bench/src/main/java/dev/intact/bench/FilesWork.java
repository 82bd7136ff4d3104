package dev.intact.bench;

import dev.intact.audit.AuditKeys;
import dev.intact.files.Decision;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesReport;
import dev.intact.files.FilesSettings;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Something done with a set of files by a process of its own, whose cost is the whole process. */
final class FilesWork {

  static final int HEAP_MIB = 256;

  /** What is done. */
  enum Act {
    BASELINE,
    FULL,
    QUICK
  }

  /**
   * What it cost.
   *
   * @param entries how many it went through
   * @param cpuSeconds of all its threads, from the start of the process
   * @param seconds by the clock
   * @param heapMib the largest use of the heap
   * @param residentMib the largest resident set
   */
  record Cost(long entries, double cpuSeconds, double seconds, long heapMib, long residentMib) {

    double cpuMicros() {
      return cpuSeconds * 1e6 / entries;
    }
  }

  private FilesWork() {}

  static Cost run(Act act, Path store, Path tree) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=" + (act == Act.QUICK ? 1 : 4), // as the launcher has it
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                FilesWork.class.getName(),
                act.name(),
                store.toString(),
                tree.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    String[] parts = said.strip().split(" ", -1);
    if (code != 0 || parts.length != 5) {
      throw new IOException(act + " of " + tree + " ended with " + code + ": " + said);
    }
    return new Cost(
        Long.parseLong(parts[0]),
        Double.parseDouble(parts[1]),
        Double.parseDouble(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }

  /**
   * The process.
   *
   * @param args the act, the store's directory, the root of the set
   * @throws Exception if it cannot be done
   */
  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    LogStoreConfig config =
        LogStoreConfig.of(Path.of(args[1]), InstantSource.system(), AuditKeys::keys);
    long entries;
    try (LogStore store = LogStore.open(config)) {
      FileSets sets =
          new FileSets(store, new SecureRandom(), FilesSettings.of(InstantSource.system()));
      entries = work(Act.valueOf(args[0]), sets.openOrCreate("tree"), args[2]);
    }
    System.out.println(
        entries
            + " "
            + Machine.cpuMicros() / 1e6
            + " "
            + (System.nanoTime() - start) / 1e9
            + " "
            + (heapPeak() >> 20)
            + " "
            + residentPeakKib() / 1024);
  }

  private static long work(Act act, FileSet set, String tree) throws Exception {
    if (act == Act.BASELINE) {
      ScanRules rules =
          new ScanRules(
              List.of(ByteString.utf8(tree)), Preset.BINARIES, List.of(), List.of(), false);
      return set.baseline(rules, new Decision("bench", "measured"), n -> {}).entries();
    }
    FilesReport report = set.check(act == Act.QUICK, "bench", n -> {});
    if (report.check().violations() > 0) {
      throw new IllegalStateException("what nobody touched has findings: " + report.toJson());
    }
    return report.check().coverage().checked();
  }

  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  private static long residentPeakKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
