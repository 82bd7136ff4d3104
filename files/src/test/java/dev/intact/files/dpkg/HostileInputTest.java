package dev.intact.files.dpkg;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Shell;
import dev.intact.files.explain.Memory;
import dev.intact.files.packages.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives, keys and records of packages that somebody spoilt are read or refused. */
final class HostileInputTest {

  private static final int ROUNDS = 3_000;
  private static final long SEED = Long.getLong("intact.seed", 13);

  @TempDir private Path directory;

  private interface Reader {
    void read(byte[] bytes) throws IOException;
  }

  private static void all(byte[] good, Reader reader) {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = good.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        bytes[random.nextInt(Math.min(bytes.length, 4096))] = (byte) random.nextInt(256);
      }
      assertThatCode(
              () -> {
                try {
                  reader.read(bytes);
                } catch (IOException e) {
                  // refused
                }
              })
          .as("seed " + SEED + ", round " + round)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void tar() throws Exception {
    Shell.run(
        directory,
        "mkdir d; echo x >d/a; ln d/a d/b; ln -s a d/c; echo y >\"d/$(printf 'n%.0s' $(seq 120))\";"
            + " tar --format=gnu -cf t d; tar --format=pax -cf p d");
    for (String name : new String[] {"t", "p"}) {
      all(
          Files.readAllBytes(directory.resolve(name)),
          bytes -> {
            TarReader tar = new TarReader(new ByteArrayInputStream(bytes));
            byte[] buffer = new byte[512];
            int members = 0;
            for (var m = tar.next(); m.isPresent() && members < 100; m = tar.next()) {
              members++;
              int blocks = 0;
              while (blocks < 100 && tar.read(buffer) >= 0) {
                blocks++;
              }
            }
          });
    }
  }

  @Test
  void keyrings() throws IOException {
    Path ring = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");
    assumeTrue(Files.exists(ring), "needs a keyring");
    all(Files.readAllBytes(ring), Keyrings::fingerprints);
  }

  @Test
  void recordsOfPackages() {
    byte[] good =
        "intact-dpkg/v1\nK AB\nP a amd64 1\nF /usr/bin/a\n".getBytes(StandardCharsets.UTF_8);
    all(
        good,
        bytes -> {
          Memory memory = () -> Optional.of(new ByteArrayInputStream(bytes));
          Snapshot.read("intact-dpkg/v1", memory, Set.of());
        });
  }
}
