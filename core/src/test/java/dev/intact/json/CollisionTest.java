package dev.intact.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.JsonException.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two documents that say different things and have one hash under {@code
 * io.github.erdtman:java-json-canonicalization:1.1}: whoever signs one has signed the other. Ours
 * takes at most one of them. (Never give that library a subnormal number: it may not return.)
 */
final class CollisionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"amount\":9007199254740993} | {\"amount\":9007199254740992} | NUMBER_LOSES_INFORMATION",
        "{\"amount\":0.1000000000000000055511151231257827} | {\"amount\":0.1} "
            + "| NUMBER_LOSES_INFORMATION",
        "{\"amount\":10000000000000000000000001} | {\"amount\":1e25} | NUMBER_LOSES_INFORMATION",
        "{\"amount\":-0} | {\"amount\":0} | NUMBER_LOSES_INFORMATION",
        "{\"amount\":007} | {\"amount\":7} | SYNTAX",
        "{\"to\":\"\\ud800\"} | {\"to\":\"?\"} | LONE_SURROGATE",
        "{\"to\":null,\"to\":1} | {\"to\":1} | DUPLICATE_KEY",
      })
  void theLibraryHasOneHashForBothAndOursRefuses(String forged, String honest, Reason reason)
      throws Exception {
    assertThat(libraryHash(forged)).isEqualTo(libraryHash(honest));

    assertThatThrownBy(() -> Json.parse(utf8(forged), JsonLimits.STRICT))
        .isInstanceOfSatisfying(JsonException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void amountsAsStringsKeepTheirDifference() throws Exception {
    byte[] one = Json.canonicalize(utf8("{\"amount\":\"9007199254740993\"}"), JsonLimits.STRICT);
    byte[] other = Json.canonicalize(utf8("{\"amount\":\"9007199254740992\"}"), JsonLimits.STRICT);
    assertThat(one).isNotEqualTo(other);
  }

  private static String libraryHash(String json) throws Exception {
    byte[] canonical = new JsonCanonicalizer(json).getEncodedUTF8();
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
