package dev.intact.log.fsck;

import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofBuilder;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.tile.TileNodes;
import dev.intact.tile.TileReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Checks a whole C2SP log, ours or anybody's: the checkpoint's signature under a key that the
 * caller trusts, then every tile and entry against it. Stateless.
 */
public final class Fsck {

  private Fsck() {}

  /**
   * Checks a log.
   *
   * @param name what to call it if its checkpoint cannot be read
   * @param checkpoint the checkpoint's bytes, empty if there is none
   * @param tiles its tiles
   * @param trusted keys of the log; without any the signature is reported as not verified
   * @param kept a checkpoint from before that the caller verified and kept elsewhere: what is there
   *     must continue it
   * @param progress told how many entries are done, from several threads
   * @return everything that was found
   */
  public static LogVerification run(
      String name,
      Optional<byte[]> checkpoint,
      TileReader tiles,
      List<VerifierKey> trusted,
      Optional<Checkpoint> kept,
      LongConsumer progress) {
    if (checkpoint.isEmpty()) {
      return nothing(Finding.of(Verdict.MISSING, name, "the checkpoint is not there"));
    }
    Checkpoint head;
    List<Finding> findings = new ArrayList<>();
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(checkpoint.get());
      head = signed.checkpoint();
      findings.addAll(signature(signed, trusted));
    } catch (NoteException e) {
      return nothing(
          Finding.of(
              Verdict.CONTENT_TAMPERED, name, "the checkpoint is malformed: " + e.getMessage()));
    }
    LogVerification tree = new LogVerifier(tiles, head, () -> EntryCheck.NONE, progress).verify();
    findings.addAll(tree.findings());
    kept.flatMap(k -> continues(k, head, tiles, tree.findings().isEmpty()))
        .ifPresent(findings::add);
    return new LogVerification(
        tree.log(),
        tree.size(),
        tree.root(),
        findings,
        tree.coverage(),
        tree.tiles(),
        tree.duration());
  }

  private static LogVerification nothing(Finding finding) {
    return new LogVerification(
        finding.subject(), 0, "", List.of(finding), new Coverage(0, 1), 0, Duration.ZERO);
  }

  /** Whether the tree at rest has the kept one as its beginning. */
  private static Optional<Finding> continues(
      Checkpoint kept, Checkpoint head, TileReader tiles, boolean sound) {
    if (!kept.origin().equals(head.origin())) {
      return Optional.of(
          Finding.of(
              Verdict.UNVERIFIABLE, head.origin(), "the kept checkpoint is of " + kept.origin()));
    }
    if (head.size() < kept.size()) {
      return Optional.of(
          Finding.of(
              Verdict.ROLLED_BACK,
              head.origin(),
              "it shows size " + head.size() + ", the kept checkpoint has " + kept.size()));
    }
    try {
      Hash root =
          head.size() == kept.size()
              ? head.root()
              : ProofBuilder.root(new TileNodes(tiles, head.size()), kept.size());
      if (root.equals(kept.root())) {
        return Optional.empty();
      }
      if (sound || head.size() == kept.size()) {
        return Optional.of(
            Finding.of(
                    Verdict.FORKED,
                    head.origin(),
                    "it does not continue the kept checkpoint of size " + kept.size())
                .comparing(kept.root().hex(), root.hex()));
      }
      return Optional.of(incomparable(head, "its tiles are damaged"));
    } catch (IOException e) {
      return Optional.of(incomparable(head, String.valueOf(e.getMessage())));
    }
  }

  private static Finding incomparable(Checkpoint head, String why) {
    return Finding.of(
        Verdict.UNVERIFIABLE,
        head.origin(),
        "it cannot be compared with the kept checkpoint: " + why);
  }

  private static List<Finding> signature(SignedCheckpoint signed, List<VerifierKey> trusted) {
    String origin = signed.checkpoint().origin();
    if (trusted.isEmpty()) {
      return List.of(
          Finding.of(
              Verdict.UNVERIFIABLE,
              origin,
              "no key was given: the checkpoint's signature is not verified"));
    }
    try {
      signed.verify(trusted);
      return List.of();
    } catch (NoteException e) {
      Verdict verdict =
          e.fault() == NoteException.Fault.INVALID_SIGNATURE
              ? Verdict.CONTENT_TAMPERED
              : Verdict.UNVERIFIABLE;
      return List.of(Finding.of(verdict, origin, "the checkpoint: " + e.getMessage()));
    }
  }
}
