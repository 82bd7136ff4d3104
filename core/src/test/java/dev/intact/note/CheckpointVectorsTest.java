package dev.intact.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.JsonObject;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.Hash;
import dev.intact.note.NoteException.Fault;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checkpoints of transparency-dev/formats and golang/mod, judged by the C2SP text. */
final class CheckpointVectorsTest {

  @Test
  void everyCheckpointHasItsVerdict() throws Exception {
    List<JsonObject> cases = NoteVectors.cases("checkpoints");
    assertThat(cases).hasSize(35);
    for (JsonObject c : cases) {
      switch (NoteVectors.kind(c)) {
        case "body" -> body(c);
        case "format" -> format(c);
        case "signed" -> signed(c);
        default -> throw new AssertionError(NoteVectors.name(c));
      }
    }
  }

  /** A root has 32 bytes: C2SP asks for a hash of the tree, upstream's tests use any text. */
  private static boolean hasRoot(JsonObject json) {
    return Base64.getDecoder().decode(json.string("root_base64").orElseThrow()).length == Hash.SIZE;
  }

  private static void body(JsonObject c) throws Exception {
    String name = NoteVectors.name(c);
    String text = c.string("input").orElseThrow();
    JsonObject expected = NoteVectors.expected(c);
    boolean valid =
        NoteVectors.is(expected, "valid") && !NoteVectors.isRefusedByC2sp(c) && hasRoot(expected);
    if (!valid) {
      NoteVectorsTest.refused(name, Fault.MALFORMED, () -> Checkpoint.parse(text));
      return;
    }
    Checkpoint parsed = Checkpoint.parse(text);
    assertThat(parsed.origin()).as(name).isEqualTo(expected.string("origin").orElseThrow());
    assertThat(Long.toString(parsed.size()))
        .as(name)
        .isEqualTo(expected.string("size").orElseThrow());
    assertThat(parsed.root().base64())
        .as(name)
        .isEqualTo(expected.string("root_base64").orElseThrow());
    StringBuilder rest = new StringBuilder();
    parsed.extensions().forEach(e -> rest.append(e).append('\n'));
    assertThat(rest.toString()).as(name).isEqualTo(expected.string("rest").orElseThrow());
    assertThat(parsed.body()).as(name).isEqualTo(text);
  }

  private static void format(JsonObject c) {
    JsonObject input = c.object("input").orElseThrow();
    if (!hasRoot(input)) {
      assertThatThrownBy(() -> Hash.parseBase64(input.string("root_base64").orElseThrow()))
          .as(NoteVectors.name(c))
          .isInstanceOf(IllegalArgumentException.class);
      return;
    }
    Checkpoint checkpoint =
        new Checkpoint(
            input.string("origin").orElseThrow(),
            Long.parseLong(input.string("size").orElseThrow()),
            Hash.parseBase64(input.string("root_base64").orElseThrow()),
            List.of());
    assertThat(checkpoint.body())
        .as(NoteVectors.name(c))
        .isEqualTo(NoteVectors.expected(c).string("body").orElseThrow());
  }

  private static void signed(JsonObject c) throws Exception {
    String name = NoteVectors.name(c);
    JsonObject expected = NoteVectors.expected(c);
    byte[] bytes = NoteVectors.input(c);
    if (NoteVectors.is(expected, "parse_only")) {
      SignedCheckpoint parsed = SignedCheckpoint.parse(bytes);
      assertThat(parsed.checkpoint().origin()).isEqualTo(expected.string("origin").orElseThrow());
      assertThat(parsed.encode()).isEqualTo(bytes);
      return;
    }
    JsonObject given = c.object("keys").orElseThrow();
    List<String> vkeys = new ArrayList<>(NoteVectors.strings(given, "others"));
    vkeys.addFirst(given.string("log").orElseThrow());
    List<VerifierKey> keys = NoteVectors.keys(vkeys);
    long count = expected.integer("verified_count").orElseThrow();
    // Upstream's roots here have six bytes, so that ours refuses them all as checkpoints
    assertThatThrownBy(() -> SignedCheckpoint.parse(bytes))
        .as(name)
        .isInstanceOf(NoteException.class);
    if (count == 0) {
      assertThatThrownBy(() -> Note.parse(bytes).verify(keys))
          .as(name)
          .isInstanceOf(NoteException.class);
      return;
    }
    List<VerifiedSignature> held = Note.parse(bytes).verify(keys);
    assertThat(held).as(name).hasSize((int) count);
    if (NoteVectors.is(expected, "valid")) {
      assertThat(held.stream().map(VerifiedSignature::key)).as(name).contains(keys.getFirst());
    }
  }
}
