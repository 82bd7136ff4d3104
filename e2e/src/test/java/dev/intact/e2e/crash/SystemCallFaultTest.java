package dev.intact.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operating system fails a real process in each kind of call on its files, and kills it there:
 * in its first life and in its second. What was acknowledged is there afterwards.
 */
final class SystemCallFaultTest {

  private static final List<String> CALLS =
      List.of(
          "openat",
          "read",
          "pread64",
          "pwrite64",
          "fdatasync",
          "fsync",
          "rename",
          "unlink",
          "mkdir");
  private static final List<String> FAULTS = List.of("error=EIO", "error=ENOSPC", "signal=SIGKILL");
  private static final int MAX_SECONDS = 120;
  private static final int TEMPORARY = 60;

  @TempDir Path temp;

  /** The files that a run makes: only calls on them count and fail, none of the Java runtime's. */
  private final List<Path> files = new ArrayList<>();

  @BeforeEach
  void learnFiles() throws Exception {
    Strace.require();
    Path reference = temp.resolve("reference");
    Promises promises = new Promises(reference.resolve("data"));
    assertThat(run(reference, List.of("-e", "trace=fsync"), "learn", promises)).isZero();
    assertThat(promises.count()).isEqualTo(2 * 150);
    try (Stream<Path> all = Files.walk(reference)) {
      all.map(reference::relativize)
          .filter(p -> p.startsWith("data") || p.startsWith("data.signer"))
          .forEach(files::add);
    }
    for (String directory : List.of("data", "data.signer")) {
      IntStream.rangeClosed(1, TEMPORARY)
          .forEach(i -> files.add(Path.of(directory, ".tmp", Integer.toString(i))));
    }
  }

  @Test
  void aFailingForceWriteOrRenameOfARealProcessLosesNothingAcknowledged() throws Exception {
    assertThat(hits("fdatasync", "error=EIO", 9)).isPositive();
    assertThat(hits("pwrite64", "error=ENOSPC", 20)).isPositive();
    assertThat(hits("rename", "signal=SIGKILL", 5)).isPositive();
  }

  @Test
  @Tag("long")
  void anyFailingCallOfARealProcessLosesNothingAcknowledged() throws Exception {
    for (String call : CALLS) {
      for (String fault : FAULTS) {
        int hits = 0;
        for (int nth : List.of(1, 2, 5, 12)) {
          hits += hits(call, fault, nth);
        }
        assertThat(hits).as(call + " " + fault).isPositive();
      }
    }
  }

  /** Two lives under the fault, each checked; how many of them met it. */
  private int hits(String call, String fault, int nth) throws Exception {
    Path directory = temp.resolve(call + "-" + fault + "-" + nth);
    Promises promises = new Promises(directory.resolve("data"));
    List<String> options = new ArrayList<>(List.of("-e", "trace=" + call));
    options.addAll(List.of("-e", "inject=" + call + ":" + fault + ":when=" + nth));
    for (Path file : files) {
      options.addAll(List.of("-P", directory.resolve(file).toString()));
    }
    int hits = 0;
    for (int life = 0; life < 2; life++) {
      int code = run(directory, options, "life-" + life, promises);
      String calls = Files.readString(calls(directory, "life-" + life));
      boolean hit = calls.contains("(INJECTED)") || calls.contains("killed by SIGKILL");
      assertThat(code).as(calls).isIn(hit ? List.of(0, 1, 128 + 9) : List.of(0));
      hits += hit ? 1 : 0;
      promises.check();
    }
    return hits;
  }

  private static Path calls(Path directory, String prefix) {
    return directory.resolve(prefix + ".calls");
  }

  private static int run(Path directory, List<String> options, String prefix, Promises promises)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path output = directory.resolve(prefix + ".out");
    Process process =
        new ProcessBuilder(
                Strace.command(
                    options,
                    calls(directory, prefix),
                    Workload.class,
                    List.of(directory.resolve("data").toString(), prefix, "2", "150")))
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve(prefix + ".errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
      String said = Files.readString(output);
      said.substring(0, said.lastIndexOf('\n') + 1).lines().forEach(promises::acknowledged);
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
