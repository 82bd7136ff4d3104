package dev.intact.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.testkit.Gen;
import org.junit.jupiter.api.Test;

final class ByteStringTest {

  private static String shown(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return ByteString.of(all).display();
  }

  @Test
  void whatATerminalWouldActUponIsEscaped() {
    assertThat(ByteString.utf8("a\n\u001b[31m\\").display()).isEqualTo("a\\x0a\\x1b[31m\\\\");
    assertThat(ByteString.utf8("\u202egpj.exe").display()).isEqualTo("\\xe2\\x80\\xaegpj.exe");
    assertThat(ByteString.utf8("café 日本 😀").display()).isEqualTo("café 日本 😀");
  }

  @Test
  void twoNamesThatDifferInOneInvalidByteAreShownDifferently() {
    assertThat(shown('c', 'a', 'f', 0xe9)).isEqualTo("caf\\xe9");
    assertThat(shown('c', 'a', 'f', 0xe8)).isEqualTo("caf\\xe8");
  }

  @Test
  void whatIsShownIsReadBackToTheSameBytes() {
    Gen.check(
        64,
        (random, size) -> {
          ByteString name = ByteString.of(Gen.bytes(random, random.nextInt(size) + 1));
          assertThat(ByteString.parse(name.display())).isEqualTo(name);
          assertThat(name.display().chars()).allMatch(c -> c >= ' ' && c != 0x7f);
        });
  }

  @Test
  void aBackslashBeforeAnythingElseIsRefused() {
    assertThatThrownBy(() -> ByteString.parse("a\\nb")).hasMessageContaining("\\xNN");
    assertThatThrownBy(() -> ByteString.parse("a\\x1")).hasMessageContaining("\\xNN");
  }
}
