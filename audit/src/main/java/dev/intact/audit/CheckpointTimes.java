package dev.intact.audit;

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
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When a trail had which size, from the signed checkpoints in the root log: between two of them
 * every record of the second that the first has not must have been recorded.
 */
final class CheckpointTimes {

  /** Signing takes whole seconds, and clocks may be set a little back. */
  static final Duration SKEW = Duration.ofSeconds(5);

  private final NavigableMap<Long, Instant> bySize = new TreeMap<>();

  private CheckpointTimes() {}

  /**
   * Reads them from the root log, which is verified for it.
   *
   * @throws IOException if the root log cannot be read
   */
  static CheckpointTimes of(Log root, Log trail) throws IOException, LogException {
    CheckpointTimes times = new CheckpointTimes();
    Optional<SignedCheckpoint> head = root.checkpoint();
    if (head.isEmpty()) {
      return times;
    }
    LogVerification verified =
        new LogVerifier(root.tiles(), head.get().checkpoint(), EntryCheck.NONE, n -> {}).verify();
    if (!verified.verdict().isGood()) {
      throw new IOException(
          "the log of checkpoints does not verify: " + verified.findings().getFirst().toText());
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
      signed.claimedTime().ifPresent(t -> bySize.putIfAbsent(signed.checkpoint().size(), t));
    } catch (NoteException e) {
      throw new IOException("the log of checkpoints holds something else: " + e.getMessage(), e);
    }
  }

  /** What is wrong with a record's time, or nothing. */
  Optional<String> judge(long index, long createdMicros) {
    Instant created = Instant.EPOCH.plus(createdMicros, java.time.temporal.ChronoUnit.MICROS);
    Map.Entry<Long, Instant> before = bySize.floorEntry(index);
    if (before != null && created.isBefore(before.getValue().minus(SKEW))) {
      return Optional.of(
          "it claims "
              + RecordTime.format(created)
              + ", but the trail was signed without it at "
              + before.getValue());
    }
    Map.Entry<Long, Instant> after = bySize.higherEntry(index);
    if (after != null && created.isAfter(after.getValue().plus(SKEW))) {
      return Optional.of(
          "it claims "
              + RecordTime.format(created)
              + ", but the trail was signed with it at "
              + after.getValue());
    }
    return Optional.empty();
  }
}
