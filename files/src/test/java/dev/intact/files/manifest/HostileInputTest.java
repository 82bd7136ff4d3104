package dev.intact.files.manifest;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever stands in a foreign file, it is read or refused, and nothing else happens. */
final class HostileInputTest {

  private static final int ROUNDS = 4_000;
  private static final long SEED = Long.getLong("intact.seed", 11);
  private static final List<String> SEEDS =
      List.of(
          "/set type=file uid=0 gid=0\n.  type=dir\n  a\\M^?b size=1 time=1.5 \\\n  sha256=00 link=a\\sb\n..\n",
          "a".repeat(64)
              + "  name\n\\"
              + "b".repeat(64)
              + " *na\\nme\nSHA256 (x) = "
              + "c".repeat(64)
              + "\n",
          "@@define A /etc\n@@ifdef A\nR1 = p+u-g+sha256\n@@{A}/(a|b[0-9]?)/[^/]*\\.c$ f R1\n!/x(/|$)\n@@endif\n");

  private interface Reader {
    void read(byte[] bytes) throws IOException, ManifestException;
  }

  private static void all(Reader reader) {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.ISO_8859_1);
      for (int i = random.nextInt(6); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] input = java.util.Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      assertThatCode(
              () -> {
                try {
                  reader.read(input);
                } catch (IOException | ManifestException e) {
                  // refused
                }
              })
          .as("seed " + SEED + ", round " + round)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void mtree() {
    all(bytes -> Mtree.read(new ByteArrayInputStream(bytes)));
  }

  @Test
  void sha256sum() {
    all(bytes -> Sha256sum.read(new ByteArrayInputStream(bytes)));
  }

  @Test
  void aide() {
    all(bytes -> AideImport.read(new ByteArrayInputStream(bytes), Optional.empty()));
  }
}
