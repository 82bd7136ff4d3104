package dev.intact.cli;

import dev.intact.record.RecordTime;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A range on the time of record. */
final class Dates {

  @Option(
      names = "--start",
      paramLabel = "DATE",
      description = "not recorded before: 2026-03-01 or 2026-03-01T12:00:00Z")
  private Optional<String> start = Optional.empty();

  @Option(names = "--end", paramLabel = "DATE", description = "recorded before")
  private Optional<String> end = Optional.empty();

  Optional<Instant> start() {
    return date("--start", start);
  }

  Optional<Instant> end() {
    return date("--end", end);
  }

  static Optional<Instant> date(String option, Optional<String> text) {
    Optional<Instant> time = text.flatMap(RecordTime::parseBound);
    if (text.isPresent() && time.isEmpty()) {
      throw new IllegalArgumentException(
          option + ": " + text.get() + " is no date; write 2026-03-01 or 2026-03-01T12:00:00Z");
    }
    return time;
  }
}
