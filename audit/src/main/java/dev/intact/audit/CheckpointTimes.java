package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.log.fsck.LogVerification;
import dev.intact.log.fsck.LogVerifier;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * When a trail had which size, from the signed checkpoints in the root log: between two of them
 * every record of the second that the first has not must have been recorded.
 */
final class CheckpointTimes {

  /** Signing takes whole seconds, and clocks may be set a little back. */
  static final Duration SKEW = Duration.ofSeconds(5);

  private static final long SKEW_MICROS = SKEW.toMillis() * 1000;

  /** Microseconds since 1970 at which the trail was signed, by its size then. */
  private final NavigableMap<Long, Long> bySize = new TreeMap<>();

  private CheckpointTimes() {}

  /**
   * Reads them from the root log, which is verified for it; if it does not hold, that is found and
   * there are no times.
   *
   * @throws IOException if the root log cannot be read
   */
  static CheckpointTimes of(Log root, Log trail, Consumer<Finding> found)
      throws IOException, LogException {
    CheckpointTimes times = new CheckpointTimes();
    Optional<SignedCheckpoint> head = root.checkpoint();
    if (head.isEmpty()) {
      return times;
    }
    LogVerification verified =
        new LogVerifier(root.tiles(), head.get().checkpoint(), () -> EntryCheck.NONE, n -> {})
            .verify();
    if (!verified.verdict().isGood()) {
      verified.findings().forEach(found);
      found.accept(
          Finding.of(
              Verdict.UNVERIFIABLE,
              trail.origin(),
              "times of record: the log of checkpoints does not verify"));
      return times;
    }
    byte[] prefix = (trail.origin() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    root.scan(
        0,
        head.get().checkpoint().size(),
        (index, entry) -> {
          if (startsWith(entry, prefix)) {
            times.add(entry);
          }
        });
    return times;
  }

  private static boolean startsWith(byte[] entry, byte[] prefix) {
    return entry.length >= prefix.length
        && java.util.Arrays.equals(entry, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** The root log's signature covers these bytes, so the time in them needs no further check. */
  private void add(byte[] entry) throws IOException {
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(entry);
      signed
          .claimedTime()
          .map(t -> ChronoUnit.MICROS.between(Instant.EPOCH, t))
          .ifPresent(t -> bySize.putIfAbsent(signed.checkpoint().size(), t));
    } catch (NoteException e) {
      throw new IOException("the log of checkpoints holds something else: " + e.getMessage(), e);
    }
  }

  /** What is wrong with a record's time, or nothing. */
  Optional<String> judge(long index, long createdMicros) {
    Map.Entry<Long, Long> before = bySize.floorEntry(index);
    if (before != null && createdMicros < before.getValue() - SKEW_MICROS) {
      return Optional.of(
          "it claims "
              + text(createdMicros)
              + ", but the trail was signed without it at "
              + instant(before.getValue()));
    }
    Map.Entry<Long, Long> after = bySize.higherEntry(index);
    if (after != null && createdMicros > after.getValue() + SKEW_MICROS) {
      return Optional.of(
          "it claims "
              + text(createdMicros)
              + ", but the trail was signed with it at "
              + instant(after.getValue()));
    }
    return Optional.empty();
  }

  private static String text(long micros) {
    return RecordTime.format(instant(micros));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
