package dev.intact.note;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint whose signatures hold.
 *
 * @param checkpoint origin, size and root
 * @param signatures those that hold, at least one by a key named as the origin
 */
public record VerifiedCheckpoint(Checkpoint checkpoint, List<VerifiedSignature> signatures) {

  /** Copies the list. */
  public VerifiedCheckpoint {
    signatures = List.copyOf(signatures);
  }

  /**
   * When it was signed, by the log's own cosignature.
   *
   * @return whole seconds, or empty if no verified signature of the log carries a time
   */
  public Optional<Instant> time() {
    return signatures.stream()
        .filter(s -> s.key().name().equals(checkpoint.origin()))
        .flatMap(s -> s.time().stream())
        .findFirst();
  }
}
