package dev.intact.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.JsonObject;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.note.NoteException.Fault;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signed notes of golang/mod, transparency-dev/formats and C2SP. */
final class NoteVectorsTest {

  @Test
  void everyNoteHasItsVerdict() throws Exception {
    List<JsonObject> cases = NoteVectors.cases("notes");
    assertThat(cases).hasSize(26);
    for (JsonObject c : cases) {
      check(c);
    }
  }

  private static void check(JsonObject c) throws Exception {
    String name = NoteVectors.name(c);
    JsonObject expected = NoteVectors.expected(c);
    String result = expected.string("result").orElseThrow();
    byte[] bytes = NoteVectors.input(c);
    List<VerifierKey> keys = NoteVectors.keys(NoteVectors.strings(c, "keys"));
    if (result.equals("malformed")) {
      refused(name, Fault.MALFORMED, () -> Note.parse(bytes));
      return;
    }
    Note note = Note.parse(bytes);
    assertThat(note.encode()).as(name).isEqualTo(bytes);
    expected.string("text").ifPresent(t -> assertThat(note.text()).as(name).isEqualTo(t));
    if (c.get("algorithm").isPresent()) {
      // A signature by a key of another algorithm is one by a key that we cannot have
      assertThat(keys).as(name).isEmpty();
      refused(name, Fault.NO_TRUSTED_SIGNATURE, () -> note.verify(keys));
      return;
    }
    switch (result) {
      case "ok" -> verified(name, note.verify(keys), expected);
      case "unverified" -> refused(name, Fault.NO_TRUSTED_SIGNATURE, () -> note.verify(keys));
      case "invalid-signature" -> refused(name, Fault.INVALID_SIGNATURE, () -> note.verify(keys));
      // There the same key given twice is an error of its caller; ours is given a collection of
      // keys, in which one key is one key. Two different keys of one name and id are refused.
      case "ambiguous-key" -> assertThat(note.verify(keys)).as(name).hasSize(1);
      default -> throw new AssertionError(name + ": " + result);
    }
  }

  static void verified(String name, List<VerifiedSignature> signatures, JsonObject expected) {
    assertThat(signatures.stream().map(s -> s.key().name()))
        .as(name)
        .containsExactlyElementsOf(
            NoteVectors.objects(expected, "verified").stream()
                .map(v -> v.string("key_name").orElseThrow())
                .toList());
  }

  static void refused(
      String name, Fault fault, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(name)
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.fault()).as(name).isEqualTo(fault));
  }

  @Test
  void everyTextIsSignedAsPublished() throws Exception {
    Map<String, String> vkeys = new HashMap<>();
    for (JsonObject c : NoteVectors.cases("keys")) {
      if (NoteVectors.kind(c).equals("skey") && NoteVectors.is(NoteVectors.expected(c), "valid")) {
        vkeys.put(
            c.string("input").orElseThrow(), NoteVectors.expected(c).string("vkey").orElseThrow());
      }
    }
    List<JsonObject> cases = NoteVectors.cases("sign");
    assertThat(cases).hasSize(6);
    for (JsonObject c : cases) {
      sign(c, vkeys);
    }
  }

  private static void sign(JsonObject c, Map<String, String> vkeys) throws Exception {
    String name = NoteVectors.name(c);
    String text = c.string("input").orElseThrow();
    List<JsonObject> existing =
        c.array("existing").isPresent() ? NoteVectors.objects(c, "existing") : List.of();
    if (name.startsWith("existing signature")) {
      assertThatThrownBy(() -> signature(existing.getFirst()))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    String skey = NoteVectors.strings(c, "keys").getFirst();
    VerifierKey vkey = VerifierKey.parse(vkeys.getOrDefault(skey, "missing"));
    SigningKey key = SigningKey.parse(skey, vkey);
    if (NoteVectors.expected(c).string("result").orElseThrow().equals("malformed")) {
      assertThatThrownBy(() -> Note.sign(text, key))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    Note signed = Note.sign(text, key);
    // What stood there before and is by another key comes first; ours replaces its own
    Note expectedNote =
        existing.isEmpty() || existing.getFirst().string("base64").orElseThrow().equals("BADSIGN=")
            ? signed
            : new Note(text, List.of(signature(existing.getFirst())))
                .with(signed.signatures().getFirst());
    assertThat(new String(expectedNote.encode(), StandardCharsets.UTF_8))
        .as(name)
        .isEqualTo(NoteVectors.expected(c).string("note").orElseThrow());
  }

  private static NoteSignature signature(JsonObject json) {
    return new NoteSignature(
        json.string("key_name").orElseThrow(),
        Integer.parseUnsignedInt(json.string("key_id").orElseThrow(), 16),
        json.string("base64").orElseThrow());
  }
}
