package dev.intact.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.testkit.Vectors;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** C2SP/wycheproof through our own keys: forgeries, bad encodings, keys of the wrong length. */
final class WycheproofTest {

  private static final JsonLimits LIMITS = JsonLimits.STRICT.withMaxBytes(8 << 20);

  @Test
  void everyEd25519SignatureHasItsVerdict() throws Exception {
    Path file = Vectors.require("wycheproof").resolve("ed25519_test.json");
    run(Files.readAllBytes(file), KeyType.ED25519, 151);
  }

  @Test
  void everyMlDsa44SignatureHasItsVerdict() throws Exception {
    Path file = Vectors.require("wycheproof").resolve("mldsa_44_verify_test.json.gz");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      run(in.readAllBytes(), KeyType.MLDSA44_COSIGNATURE, 180);
    }
  }

  private static void run(byte[] json, KeyType type, int count) throws Exception {
    JsonObject file = (JsonObject) Json.parse(json, LIMITS);
    int seen = 0;
    int valid = 0;
    for (JsonValue g : file.array("testGroups").orElseThrow()) {
      JsonObject group = (JsonObject) g;
      Optional<VerifierKey> key = key(group, type);
      for (JsonValue t : group.array("tests").orElseThrow()) {
        JsonObject test = (JsonObject) t;
        // Ours signs without a context: a signature with one is not ours
        boolean expected = is(test, "result", "valid") && is(test, "ctx", "");
        boolean holds =
            key.isPresent() && key.get().verifies(bytes(test, "msg"), bytes(test, "sig"));
        assertThat(holds).as(test.toString().substring(0, 60)).isEqualTo(expected);
        seen++;
        valid += holds ? 1 : 0;
      }
    }
    assertThat(seen).isEqualTo(count);
    assertThat(valid).isPositive();
  }

  private static Optional<VerifierKey> key(JsonObject group, KeyType type) {
    String hex =
        group
            .string("publicKey")
            .orElseGet(() -> group.object("publicKey").orElseThrow().string("pk").orElseThrow());
    try {
      return Optional.of(VerifierKey.of("wycheproof", type, HexFormat.of().parseHex(hex)));
    } catch (KeyFormatException e) {
      assertThat(hex.length()).isNotEqualTo(2 * type.publicBytes());
      return Optional.empty();
    }
  }

  private static boolean is(JsonObject test, String member, String value) {
    return test.string(member).orElse("").equals(value);
  }

  private static byte[] bytes(JsonObject test, String member) {
    return HexFormat.of().parseHex(test.string(member).orElseThrow());
  }
}
