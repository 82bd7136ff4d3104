package dev.intact.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.testkit.Gen;
import dev.intact.testkit.Vectors;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifier and signer keys of golang/mod, transparency-dev/formats and C2SP; and our own. */
final class KeyVectorsTest {

  /** The example of C2SP signed-note. */
  private static final String EXAMPLE =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

  private static final String NEUMANN =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private static final Set<Long> SUPPORTED = Set.of(1L, 4L, 6L);

  @Test
  void everyKeyHasItsVerdict() throws Exception {
    List<JsonObject> cases = objects("cases");
    assertThat(cases).hasSize(181);
    for (JsonObject c : cases) {
      String input = c.string("input").orElseThrow();
      JsonObject expected = c.object("expected").orElseThrow();
      boolean good =
          text(expected, "valid").equals("true")
              && !text(c, "c2sp_valid").equals("false")
              && SUPPORTED.contains(expected.integer("signature_type").orElse(0L));
      if (c.string("kind").orElseThrow().equals("vkey")) {
        verifierKey(input, expected, good);
      } else {
        signerKey(input, expected, good);
      }
    }
  }

  private static void verifierKey(String input, JsonObject expected, boolean good)
      throws Exception {
    if (!good) {
      assertThatThrownBy(() -> VerifierKey.parse(input))
          .as(input)
          .isInstanceOf(KeyFormatException.class);
      return;
    }
    VerifierKey key = VerifierKey.parse(input);
    assertThat(key.format()).isEqualTo(input);
    assertThat(key.name()).isEqualTo(expected.string("key_name").orElseThrow());
    assertThat(HexFormat.of().toHexDigits(key.id()))
        .isEqualTo(expected.string("key_id").orElseThrow());
    assertThat((long) key.type().code())
        .isEqualTo(expected.integer("signature_type").orElseThrow());
    assertThat(Base64.getEncoder().encodeToString(key.raw()))
        .isEqualTo(expected.string("public_key_base64").orElseThrow());
  }

  private static void signerKey(String input, JsonObject expected, boolean good) throws Exception {
    VerifierKey vkey = VerifierKey.parse(expected.string("vkey").orElse(NEUMANN));
    if (!good) {
      assertThatThrownBy(() -> SigningKey.parse(input, vkey))
          .as(input)
          .isInstanceOf(KeyFormatException.class);
      return;
    }
    SigningKey key = SigningKey.parse(input, vkey);
    byte[] message = {1, 2, 3};
    assertThat(vkey.verifies(message, key.sign(message))).isTrue();
    assertThat(HexFormat.of().formatHex(key.pkcs8(SecretAccess.GRANTED)))
        .endsWith(expected.string("seed_hex").orElseThrow());
    assertThat(key.toString()).doesNotContain(expected.string("seed_hex").orElseThrow());
  }

  @Test
  void noProperPartOfAKeyIsAKey() throws Exception {
    VerifierKey neumann = VerifierKey.parse(NEUMANN);
    List<JsonObject> rules = objects("derived_rules");
    assertThat(rules).hasSize(2);
    for (JsonObject rule : rules) {
      String whole = rule.string("input").orElseThrow();
      boolean vkey = rule.string("kind").orElseThrow().equals("vkey");
      for (int from = 0; from < whole.length(); from++) {
        for (int to = from + 1; to <= whole.length(); to++) {
          String part = whole.substring(from, to);
          if (part.length() < whole.length()) {
            assertThatThrownBy(
                    () -> {
                      if (vkey) {
                        VerifierKey.parse(part);
                      } else {
                        SigningKey.parse(part, neumann);
                      }
                    })
                .as(part)
                .isInstanceOf(KeyFormatException.class);
          }
        }
      }
    }
  }

  @Test
  void everyChangedBitOfAKeyIsRefusedOrAnotherKey() throws Exception {
    VerifierKey key = VerifierKey.parse(EXAMPLE);
    for (int i = 0; i < EXAMPLE.length() * 8; i++) {
      byte[] bytes = EXAMPLE.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      bytes[i / 8] ^= (byte) (1 << i % 8);
      String changed = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> VerifierKey.parse(changed))
          .as(changed)
          .isInstanceOf(KeyFormatException.class);
    }
    assertThat(key.format()).isEqualTo(EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "++",
        "name",
        "name+00000000",
        "name+00000000+",
        "name+00000000+AQ==",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
      })
  void refusesEveryOtherText(String vkey) {
    assertThatThrownBy(() -> VerifierKey.parse(vkey)).isInstanceOf(KeyFormatException.class);
  }

  /** Half of all 32 bytes are no point of the curve; found out when the key is made, not used. */
  @Test
  void aKeyThatIsMadeCanVerify() {
    int[] made = new int[2];
    Gen.check(
        1,
        (random, size) -> {
          byte[] raw = Gen.bytes(random, 32);
          try {
            VerifierKey key = VerifierKey.of("name", KeyType.ED25519, raw);
            assertThat(key.verifies(raw, new byte[64])).isFalse();
            made[0]++;
          } catch (KeyFormatException refused) {
            made[1]++;
          }
        });
    assertThat(made[0]).isPositive();
    assertThat(made[1]).isPositive();
  }

  private static String text(JsonObject json, String member) {
    return json.get(member).map(Json::text).orElse("");
  }

  private static List<JsonObject> objects(String member) throws Exception {
    byte[] bytes = Files.readAllBytes(Vectors.require("note").resolve("keys.json"));
    JsonObject file = (JsonObject) Json.parse(bytes, JsonLimits.STRICT);
    return file.array(member).orElseThrow().stream().map(JsonObject.class::cast).toList();
  }
}
