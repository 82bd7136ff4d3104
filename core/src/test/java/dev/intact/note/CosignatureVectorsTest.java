package dev.intact.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.JsonObject;
import dev.intact.key.KeyFormatException;
import dev.intact.key.KeyType;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.Hash;
import dev.intact.note.NoteException.Fault;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cosignatures of transparency-dev/formats and C2SP: messages, times, key ids, opened notes. */
final class CosignatureVectorsTest {

  @Test
  void everyCaseHasItsVerdict() throws Exception {
    List<JsonObject> cases = NoteVectors.cases("cosignatures");
    assertThat(cases).hasSize(24);
    for (JsonObject c : cases) {
      switch (NoteVectors.kind(c)) {
        case "parse" -> parse(c);
        case "ed25519-message" -> timedMessage(c);
        case "timestamp" -> timestamp(c);
        case "ml-dsa-44-message" -> subtreeMessage(c);
        case "cosigner-name" -> cosignerName(c);
        case "vkey-to-cosignature" -> cosignatureKey(c);
        case "open" -> open(c);
        default -> throw new AssertionError(NoteVectors.name(c));
      }
    }
  }

  private static void parse(JsonObject c) throws Exception {
    String input = c.string("input").orElseThrow();
    String lines = input.substring(input.indexOf("— "));
    List<JsonObject> wanted = NoteVectors.objects(NoteVectors.expected(c), "signatures");
    List<String> found = lines.lines().toList();
    assertThat(found).hasSameSizeAs(wanted);
    for (int i = 0; i < found.size(); i++) {
      NoteSignature signature = Note.signature(found.get(i));
      assertThat(signature.name()).isEqualTo(wanted.get(i).string("key_name").orElseThrow());
      assertThat(HexFormat.of().toHexDigits(signature.keyId()))
          .isEqualTo(wanted.get(i).string("key_id").orElseThrow());
      assertThat(signature.base64()).isEqualTo(wanted.get(i).string("base64").orElseThrow());
    }
  }

  private static void timedMessage(JsonObject c) {
    JsonObject input = c.object("input").orElseThrow();
    byte[] message =
        Cosignatures.timedMessage(
            input.string("checkpoint_text").orElseThrow(), number(input, "timestamp"));
    assertThat(message)
        .asString()
        .isEqualTo(NoteVectors.expected(c).string("signed_message").orElseThrow());
  }

  private static long number(JsonObject json, String member) {
    return Long.parseLong(json.string(member).orElseThrow());
  }

  private static void timestamp(JsonObject c) {
    String input = c.string("input").orElseThrow();
    JsonObject expected = NoteVectors.expected(c);
    if (!NoteVectors.is(expected, "valid")) {
      int cosignature = Long.BYTES + KeyType.ED25519_COSIGNATURE.signatureBytes();
      assertThat(lengthOf(input)).as(NoteVectors.name(c)).isNotEqualTo(cosignature);
      return;
    }
    long seconds = ByteBuffer.wrap(NoteSignature.parse("w", input).signature()).getLong();
    assertThat(Long.toString(seconds)).isEqualTo(expected.string("timestamp").orElseThrow());
  }

  private static int lengthOf(String base64) {
    try {
      return NoteSignature.parse("w", base64).signature().length;
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private static void subtreeMessage(JsonObject c) {
    String name = NoteVectors.name(c);
    JsonObject expected = NoteVectors.expected(c);
    if (!NoteVectors.is(expected, "valid")) {
      assertThatThrownBy(() -> message(c)).as(name).isInstanceOf(IllegalArgumentException.class);
      return;
    }
    String hex = HexFormat.of().formatHex(message(c));
    String wanted =
        expected
            .string("signed_message_hex")
            .orElseGet(() ->
                expected.string("signed_message_hex_without_hash").orElseThrow()
                    + "00".repeat(Hash.SIZE));
    assertThat(hex).as(name).isEqualTo(wanted);
  }

  private static byte[] message(JsonObject c) {
    JsonObject input = c.object("input").orElseThrow();
    String hash = input.string("hash_hex").orElseThrow();
    return Cosignatures.subtreeMessage(
        input.string("cosigner_name").orElseThrow(),
        number(input, "timestamp"),
        input.string("log_origin").orElseThrow(),
        number(input, "start"),
        number(input, "end"),
        Hash.parseHex(hash.isEmpty() ? "00".repeat(Hash.SIZE) : hash));
  }

  private static void cosignerName(JsonObject c) throws Exception {
    String name = c.string("input").orElseThrow();
    byte[] raw = new byte[KeyType.MLDSA44_COSIGNATURE.publicBytes()];
    if (NoteVectors.is(NoteVectors.expected(c), "valid")) {
      assertThat(VerifierKey.of(name, KeyType.MLDSA44_COSIGNATURE, raw).name()).isEqualTo(name);
    } else {
      assertThatThrownBy(() -> VerifierKey.of(name, KeyType.MLDSA44_COSIGNATURE, raw))
          .as(NoteVectors.name(c))
          .isInstanceOf(KeyFormatException.class);
    }
  }

  private static void cosignatureKey(JsonObject c) throws Exception {
    VerifierKey key = VerifierKey.parse(c.string("input").orElseThrow());
    JsonObject expected = NoteVectors.expected(c);
    if (key.type() != KeyType.ED25519) {
      assertThatThrownBy(() -> VerifierKey.of(key.name(), KeyType.ED25519_COSIGNATURE, key.raw()))
          .isInstanceOf(KeyFormatException.class);
      return;
    }
    assertThat(VerifierKey.of(key.name(), KeyType.ED25519_COSIGNATURE, key.raw()).format())
        .isEqualTo(expected.string("cosignature_vkey").orElseThrow());
  }

  private static void open(JsonObject c) throws Exception {
    String name = NoteVectors.name(c);
    JsonObject expected = NoteVectors.expected(c);
    List<VerifierKey> keys = NoteVectors.keys(NoteVectors.strings(c, "keys"));
    byte[] bytes = NoteVectors.input(c);
    switch (expected.string("result").orElseThrow()) {
      case "ok" -> {
        List<VerifiedSignature> held = Note.parse(bytes).verify(keys);
        NoteVectorsTest.verified(name, held, expected);
        List<JsonObject> wanted = NoteVectors.objects(expected, "verified");
        for (int i = 0; i < held.size(); i++) {
          assertThat(Long.toString(held.get(i).time().orElseThrow().getEpochSecond()))
              .as(name)
              .isEqualTo(wanted.get(i).string("timestamp").orElseThrow());
        }
      }
      case "unverified" ->
          NoteVectorsTest.refused(
              name, Fault.NO_TRUSTED_SIGNATURE, () -> Note.parse(bytes).verify(keys));
      case "invalid-signature" ->
          NoteVectorsTest.refused(
              name, Fault.INVALID_SIGNATURE, () -> Note.parse(bytes).verify(keys));
      default -> NoteVectorsTest.refused(name, Fault.MALFORMED, () -> Note.parse(bytes));
    }
  }
}
