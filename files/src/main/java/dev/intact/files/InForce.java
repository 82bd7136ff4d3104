package dev.intact.files;

import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * The baseline of a set that is in force, in numbers.
 *
 * @param epoch how many baselines there were, with this one
 * @param at when it was recorded
 * @param entries that it has
 * @param changes another number once something else is in force
 */
public record InForce(long epoch, Instant at, long entries, long changes) {

  static Optional<InForce> read(SetLog log, long changes)
      throws LogException, IOException, InterruptedException {
    if (log.isEmpty()) {
      return Optional.empty();
    }
    ProvenEntries proven = log.proven();
    Optional<Long> index = log.heads(proven).baseline();
    if (index.isEmpty()) {
      return Optional.empty();
    }
    SetLog.Act act = log.act(proven, index.get());
    return Optional.of(
        new InForce(
            Members.integer(act.record(), "epoch"),
            time(act),
            Members.integer(act.record(), "entries"),
            changes));
  }

  private static Instant time(SetLog.Act act) throws IOException {
    try {
      return Instant.parse(act.time());
    } catch (DateTimeException e) {
      throw new IOException("the baseline's time is none: " + e.getMessage(), e);
    }
  }
}
