package dev.intact.log.fsck;

import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.key.VerifierKey;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.tile.TileReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
   * @param checkpoint the checkpoint's bytes
   * @param tiles its tiles
   * @param trusted keys of the log; without any the signature is reported as not verified
   * @param progress told how many entries are done, from several threads
   * @return everything that was found
   */
  public static LogVerification run(
      String name,
      byte[] checkpoint,
      TileReader tiles,
      List<VerifierKey> trusted,
      LongConsumer progress) {
    Checkpoint head;
    List<Finding> findings = new ArrayList<>();
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(checkpoint);
      head = signed.checkpoint();
      findings.addAll(signature(signed, trusted));
    } catch (NoteException e) {
      Finding finding =
          Finding.of(
              Verdict.CONTENT_TAMPERED, name, "the checkpoint is malformed: " + e.getMessage());
      return new LogVerification(
          name, 0, "", List.of(finding), new Coverage(0, 1), 0, Duration.ZERO);
    }
    LogVerification tree = new LogVerifier(tiles, head, () -> EntryCheck.NONE, progress).verify();
    findings.addAll(tree.findings());
    return new LogVerification(
        tree.log(),
        tree.size(),
        tree.root(),
        findings,
        tree.coverage(),
        tree.tiles(),
        tree.duration());
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
