package dev.intact.cli;

import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.key.VerifierKey;
import dev.intact.log.fsck.LogSource;
import dev.intact.merkle.ConsistencyProof;
import dev.intact.merkle.Hash;
import dev.intact.merkle.InclusionProof;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.note.TlogProof;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.MissingTileException;
import dev.intact.tile.TileNodes;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes proofs from the tiles of a log that is not trusted; each is verified before it is given.
 */
final class LogProving {

  private final LogSource source;
  private final Checkpoint head;

  LogProving(LogSource source, Checkpoint head) {
    this.source = source;
    this.head = head;
  }

  /** Requires that a checkpoint holds under trusted keys. */
  static void verified(SignedCheckpoint signed, List<VerifierKey> trusted) throws CommandFailure {
    try {
      signed.verify(trusted);
    } catch (NoteException e) {
      Verdict verdict =
          e.fault() == NoteException.Fault.INVALID_SIGNATURE
              ? Verdict.CONTENT_TAMPERED
              : Verdict.UNVERIFIABLE;
      throw new CommandFailure(verdict.exitCode(), verdict + ": the checkpoint: " + e.getMessage());
    }
  }

  TlogProof inclusion(long index, byte[] note) throws IOException {
    if (index < 0 || index >= head.size()) {
      throw new IllegalArgumentException(
          "--index: the log has " + head.size() + " entries, from 0");
    }
    InclusionProof proof = ProofBuilder.inclusion(nodes(), index, head.size());
    byte[] entry = entry(index);
    try {
      ProofVerifier.inclusion(new TreeHasher().leaf(entry), proof, head.root());
    } catch (ProofException e) {
      throw violation("entry " + index + " is not in the log of the checkpoint", e);
    }
    return new TlogProof(Optional.of(entry), index, proof.path(), note);
  }

  private TileNodes nodes() {
    return new TileNodes(source, head.size());
  }

  private byte[] entry(long index) throws IOException {
    long bundle = index / Tiles.WIDTH;
    EntryBundlePath path = new EntryBundlePath(bundle, Tiles.width(0, bundle, head.size()));
    byte[] bytes = source.read(path).orElseThrow(() -> new MissingTileException(path));
    return EntryBundle.parse(bytes, path.width()).entry((int) (index % Tiles.WIDTH));
  }

  JsonObject consistency(long from, Optional<Long> wanted) throws IOException {
    long to = wanted.orElse(head.size());
    if (from < 0 || from > to || to > head.size()) {
      throw new IllegalArgumentException(
          "--from and --to: 0 to the log's size " + head.size() + ", in this order");
    }
    TileNodes nodes = nodes();
    ConsistencyProof proof = ProofBuilder.consistency(nodes, from, to);
    Hash fromRoot = ProofBuilder.root(nodes, from);
    Hash toRoot = ProofBuilder.root(nodes, to);
    try {
      ProofVerifier.consistency(proof, fromRoot, toRoot);
      ProofVerifier.consistency(
          ProofBuilder.consistency(nodes, to, head.size()), toRoot, head.root());
    } catch (ProofException e) {
      throw violation("the tiles contradict the checkpoint", e);
    }
    List<JsonValue> path = new ArrayList<>();
    proof.path().forEach(h -> path.add(new JsonString(h.base64())));
    return JsonObject.builder()
        .put("origin", head.origin())
        .put("from", from)
        .put("from_root", fromRoot.hex())
        .put("to", to)
        .put("to_root", toRoot.hex())
        .put("path", new JsonArray(path))
        .build();
  }

  private static CommandFailure violation(String what, ProofException e) {
    return new CommandFailure(1, Verdict.CONTENT_TAMPERED + ": " + what + ": " + e.getMessage());
  }

  static String text(JsonObject proof) {
    StringBuilder text =
        new StringBuilder()
            .append(proof.string("origin").orElse(""))
            .append(": size ")
            .append(proof.integer("to").orElse(0L))
            .append(" (root ")
            .append(proof.string("to_root").orElse(""))
            .append(") continues size ")
            .append(proof.integer("from").orElse(0L))
            .append(" (root ")
            .append(proof.string("from_root").orElse(""))
            .append("), by these hashes:");
    for (JsonValue hash : proof.array("path").orElse(List.of())) {
      text.append('\n').append(hash instanceof JsonString s ? s.value() : "");
    }
    return text.toString();
  }
}
