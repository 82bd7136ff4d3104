package dev.intact.log;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.key.KeyFormatException;
import dev.intact.key.KeyType;
import dev.intact.key.SecretAccess;
import dev.intact.key.SigningKey;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The installation's keys in the signer's directory, {@code keys.json}: for each algorithm PKCS#8
 * and raw public key in base64. Secret: who reads it can sign as this installation; the directory
 * is for its owner alone.
 */
final class KeyFiles {

  static final String FILE = "keys.json";
  private static final String FORMAT = "intact-signer-keys/v1";

  /** The two keys that sign every checkpoint. */
  record Keys(SigningKey ed25519, SigningKey mldsa44) {}

  private KeyFiles() {}

  static Keys generate(String name) throws IOException {
    try {
      return new Keys(
          SigningKey.generate(KeyType.ED25519, name),
          SigningKey.generate(KeyType.MLDSA44_COSIGNATURE, name));
    } catch (KeyFormatException e) {
      throw new IOException("not a name for keys: " + e.getMessage(), e);
    }
  }

  static void write(Storage storage, Keys keys) throws IOException {
    JsonObject json =
        JsonObject.builder()
            .put("format", FORMAT)
            .put("ed25519", toJson(keys.ed25519()))
            .put("mldsa44", toJson(keys.mldsa44()))
            .build();
    storage.writeDurable(FILE, Json.canonical(json));
  }

  /** What was read is durable: a start that died while it wrote them may have left them so. */
  static void settle(Storage storage) throws IOException {
    storage.sync(List.of(FILE));
  }

  private static JsonObject toJson(SigningKey key) {
    Base64.Encoder base64 = Base64.getEncoder();
    return JsonObject.builder()
        .put("pkcs8", base64.encodeToString(key.pkcs8(SecretAccess.GRANTED)))
        .put("public", base64.encodeToString(key.verifier().raw()))
        .build();
  }

  static Optional<Keys> read(Storage storage, String name) throws IOException {
    Optional<byte[]> bytes = storage.read(FILE);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      JsonObject json = (JsonObject) Json.parse(bytes.get(), JsonLimits.STRICT);
      if (!json.string("format").equals(Optional.of(FORMAT))) {
        throw new IOException("the signer's " + FILE + " is not of the format " + FORMAT);
      }
      return Optional.of(
          new Keys(
              key(json, "ed25519", KeyType.ED25519, name),
              key(json, "mldsa44", KeyType.MLDSA44_COSIGNATURE, name)));
    } catch (JsonException
        | ClassCastException
        | NoSuchElementException
        | IllegalArgumentException
        | KeyFormatException e) {
      throw new IOException(
          "the signer's " + FILE + " is damaged"); // the cause could show key material
    }
  }

  private static SigningKey key(JsonObject json, String member, KeyType type, String name)
      throws KeyFormatException {
    JsonObject key = json.object(member).orElseThrow();
    Base64.Decoder base64 = Base64.getDecoder();
    return SigningKey.of(
        type,
        name,
        base64.decode(key.string("pkcs8").orElseThrow()),
        base64.decode(key.string("public").orElseThrow()));
  }
}
