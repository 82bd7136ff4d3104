package dev.intact.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {

  private static byte[] typed(byte[]... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] argument : arguments) {
      out.writeBytes(argument);
      out.write(0);
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2f636166e9", // Latin-1
        "2f63616f0ae3a9", // newline, a torn sequence
        "2ff09f9880ff", // outside the first plane, then a byte that never is
        "2feda080", // a surrogate in UTF-8, which is none
        "2fc080", // an overlong NUL
        "2f5c786539" // what looks like an escape
      })
  void aPathOfAnyBytesComesThroughAsItWasTyped(String hex) {
    byte[] path = HexFormat.of().parseHex(hex);
    String[] whole =
        Arguments.last(
            new String[] {"files", "history", "s", "/caf\ufffd"},
            typed(utf8("java"), utf8("files"), utf8("history"), utf8("s"), path));
    assertThat(Arguments.path(whole[3], false).toBytes()).isEqualTo(path);
  }

  @Test
  void anotherListThanThatOfTheArgumentsIsNotUsed() {
    String[] args = {"files", "caf\ufffd"};
    assertThat(Arguments.last(args, typed(utf8("x"), utf8("y")))).isSameAs(args);
    assertThat(Arguments.last(args, typed(utf8("y")))).isSameAs(args);
  }

  @Test
  void whatFindingsShowIsReadBackIfThatIsSaid() {
    assertThat(Arguments.path("/a\\x0ab\\\\c", true).toBytes()).isEqualTo(utf8("/a\nb\\c"));
    assertThat(Arguments.path("/a\\x0ab", false).toBytes()).isEqualTo(utf8("/a\\x0ab"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "500, 500", "2K, 2048", "50m, 52428800", "1G, 1073741824"})
  void aRateIsBytesASecond(String text, long bytes) {
    assertThat(Arguments.rate(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "5 M", "1T", "fast"})
  void anythingElseIsRefusedByName(String text) {
    assertThatThrownBy(() -> Arguments.rate(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--rate");
  }
}
