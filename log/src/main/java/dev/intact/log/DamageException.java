package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.tile.MissingTileException;
import dev.intact.tile.TileFormatException;
import java.io.IOException;

/** What lies at rest of one log is not what was written there; the other logs are not concerned. */
final class DamageException extends IOException {

  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  DamageException(Verdict verdict, String message) {
    super(message);
    this.verdict = verdict;
  }

  /** A failure to read a log's files. What could not be read at all is not called tampered. */
  static DamageException of(IOException cause) {
    if (cause instanceof DamageException damage) {
      return damage;
    }
    Verdict verdict =
        switch (cause) {
          case MissingTileException e -> Verdict.MISSING;
          case TileFormatException e -> Verdict.CONTENT_TAMPERED;
          default -> Verdict.UNVERIFIABLE;
        };
    DamageException damage = new DamageException(verdict, String.valueOf(cause.getMessage()));
    damage.initCause(cause);
    return damage;
  }

  Verdict verdict() {
    return verdict;
  }
}
