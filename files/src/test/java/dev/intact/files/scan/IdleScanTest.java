package dev.intact.files.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel says of the priority of the threads that read, as {@code ionice} shows it. */
final class IdleScanTest {

  @TempDir private Path directory;

  private List<String> priorities(boolean idle) throws Exception {
    Files.writeString(directory.resolve("a"), "a");
    List<String> seen = new ArrayList<>();
    ScanRules rules =
        new ScanRules(
            List.of(ByteString.utf8(directory.toRealPath().toString())),
            Preset.BINARIES,
            List.of(),
            List.of(),
            false);
    Scan.Summary unused =
        Scan.full(rules, 2, RateLimit.NONE)
            .idle(idle)
            .run(Expected.NOTHING, observed -> seen.addAll(ofReaders()), n -> {});
    return seen;
  }

  /** While what was read is shown, the threads are there. */
  private static List<String> ofReaders() throws IOException {
    List<String> seen = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).startsWith("intact-files-")) {
          Process ionice =
              new ProcessBuilder("ionice", "-p", task.getFileName().toString()).start();
          seen.add(
              new String(ionice.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        }
      }
    }
    return seen;
  }

  @Test
  void theDiskServesOthersFirst() throws Exception {
    assertThat(priorities(true)).isNotEmpty().containsOnly("idle");
  }

  @Test
  void withoutBeingAskedItDoesNot() throws Exception {
    assertThat(priorities(false)).isNotEmpty().doesNotContain("idle");
  }
}
