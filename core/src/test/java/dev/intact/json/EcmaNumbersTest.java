package dev.intact.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Gen;
import dev.intact.testkit.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers are written: RFC 8785 appendix B, its published sequence, and the traps. */
final class EcmaNumbersTest {

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void appendixBOfTheRfc(String bits, String text) {
    assertThat(EcmaNumbers.text(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16))))
        .isEqualTo(text);
  }

  /** Where the JDK gives two digits although one is enough. */
  @ParameterizedTest
  @CsvSource({
    "1, 5e-324",
    "2, 1e-323",
    "3, 1.5e-323",
    "10, 5e-323",
    "12, 6e-323",
    "14, 7e-323",
    "16, 8e-323",
    "18, 9e-323",
    "20, 1e-322",
    "4503599627370495, 2.225073858507201e-308",
  })
  void theSmallestDoublesHaveTheirShortestDigits(long bits, String text) {
    assertThat(EcmaNumbers.text(Double.longBitsToDouble(bits))).isEqualTo(text);
  }

  /** Numbers on which a library in use never returns, fails, or writes 149 wrong characters. */
  @ParameterizedTest
  @CsvSource({"1e-315", "1e-314", "1e-320"})
  void numbersThatOthersDoNotSurvive(String lexeme) throws Exception {
    byte[] json = lexeme.getBytes(StandardCharsets.UTF_8);
    assertThat(Json.canonicalize(json, JsonLimits.STRICT)).isEqualTo(json);
  }

  @Test
  void everyTextIsTheShortestThatReadsBack() {
    Gen.check(
        4000,
        1,
        (random, size) -> {
          double value = Double.longBitsToDouble(random.nextLong());
          if (Double.isFinite(value)) {
            String text = EcmaNumbers.text(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0 : value);
            assertThat(text).matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?(e[+-][1-9][0-9]*)?");
          }
        });
  }

  @Test
  void aThousandAndTenThousandLinesOfTheSequenceHaveThePublishedDigest() throws Exception {
    assertThat(digest(1_000))
        .isEqualTo("be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687");
    assertThat(digest(10_000))
        .isEqualTo("b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892");
  }

  @Test
  void aMillionLinesOfTheSequenceHaveThePublishedDigest() throws Exception {
    assertThat(digest(1_000_000))
        .isEqualTo("49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16");
  }

  private static String digest(int lines) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    sequence(
        lines,
        bits -> {
          String text = EcmaNumbers.text(Double.longBitsToDouble(bits));
          String line = Long.toHexString(bits) + "," + text + "\n";
          digest.update(line.getBytes(StandardCharsets.US_ASCII));
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Starting values, 2,000 doubles from the smallest normal one, then a chain of SHA-256. */
  private static void sequence(int lines, LongConsumer take) throws Exception {
    int left = lines;
    for (long bits : startingValues()) {
      take.accept(bits);
      left--;
    }
    for (int i = 0; i < 2000 && left > 0; i++, left--) {
      take.accept(0x0010000000000000L + i);
    }
    MessageDigest chain = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[32];
    while (left > 0) {
      block = chain.digest(block);
      ByteBuffer four = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
      while (four.hasRemaining() && left > 0) {
        long bits = four.getLong();
        double value = Double.longBitsToDouble(bits);
        if (value != 0 && Double.isFinite(value)) {
          take.accept(bits);
          left--;
        }
      }
    }
  }

  private static List<Long> startingValues() throws Exception {
    Path file = Vectors.require("jcs").resolve("numbers/es6-numbers.json");
    JsonObject json = (JsonObject) Json.parse(Files.readAllBytes(file), JsonLimits.STRICT);
    return json.array("static_values").orElseThrow().stream()
        .map(v -> Long.parseUnsignedLong(((JsonString) v).value(), 16))
        .toList();
  }
}
