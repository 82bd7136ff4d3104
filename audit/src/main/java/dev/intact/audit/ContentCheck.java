package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Looks at each record while its trail is verified: its own hash, and its time of record. */
final class ContentCheck {

  private static final long UNKNOWN = Long.MIN_VALUE;

  private final String trail;
  private final long begin;
  private final long[] created;
  private final AtomicLong missingHashes = new AtomicLong();
  private final Map<Long, String> damagedIds = new ConcurrentHashMap<>();
  private final LatePolicy late;
  private final AtomicLong lateRecords = new AtomicLong();

  ContentCheck(String trail, LatePolicy late, long begin, long end) {
    this.trail = trail;
    this.late = late;
    this.begin = begin;
    this.created = new long[Math.toIntExact(end - begin)];
    Arrays.fill(created, UNKNOWN); // an entry that cannot be read has no time, not that of 1970
  }

  /** For the entries of one bundle: a digest of its own, the results shared. */
  EntryCheck perBundle() {
    RecordHasher hasher = new RecordHasher();
    return (index, sound, bundle, offset, length, found) ->
        entry(hasher, index, sound, RecordFields.of(bundle, offset, length), found);
  }

  private void entry(
      RecordHasher hasher,
      long index,
      boolean sound,
      RecordFields record,
      Consumer<Finding> found) {
    if (!sound) {
      // One finding a record: that it is not what was committed to says more than that its own hash
      // differs. Its time is not judged either, nor are others by it: it may be anything.
      record.auditId().ifPresent(id -> damagedIds.put(index, id));
      return;
    }
    created[(int) (index - begin)] = record.createdMicros().orElse(UNKNOWN);
    if (!hasher.holds(record)) {
      hash(hasher, index, record, found);
    }
    late(index, record, found);
  }

  private void hash(RecordHasher hasher, long index, RecordFields record, Consumer<Finding> found) {
    Optional<String> stated = record.statedHash();
    if (stated.isEmpty()) {
      missingHashes.incrementAndGet();
      found.accept(
          Finding.of(Verdict.UNVERIFIABLE, trail, "the record states no hash of its own")
              .at(index)
              .withRecord(record.auditId()));
      return;
    }
    found.accept(
        Finding.of(
                Verdict.CONTENT_TAMPERED, trail, "the record's own hash does not match its content")
            .at(index)
            .withRecord(record.auditId())
            .comparing(stated.get(), hasher.computed(record)));
  }

  /** The caller states the time of the event; how far it lies back is his to explain. */
  private void late(long index, RecordFields record, Consumer<Finding> found) {
    OptionalLong event = record.eventMicros();
    long recorded = created[(int) (index - begin)];
    if (event.isEmpty() || recorded == UNKNOWN || !late.isLate(event.getAsLong(), recorded)) {
      return;
    }
    lateRecords.incrementAndGet();
    if (late.finding()) {
      found.accept(
          Finding.of(
                  Verdict.LATE,
                  trail,
                  "the event lies longer before its record than the trail's policy of "
                      + late.after()
                      + " allows")
              .at(index)
              .withRecord(record.auditId()));
    }
  }

  long lateRecords() {
    return lateRecords.get();
  }

  /** The same finding with the id that stands in the damaged record. */
  Finding withId(Finding finding) {
    return finding.index().isPresent() && finding.recordId().isEmpty()
        ? finding.withRecord(Optional.ofNullable(damagedIds.get(finding.index().getAsLong())))
        : finding;
  }

  long missingHashes() {
    return missingHashes.get();
  }

  /** Times of record that go backwards, or lie outside the checkpoints around their record. */
  void times(CheckpointTimes times, Consumer<Finding> found) {
    long last = UNKNOWN;
    for (int i = 0; i < created.length; i++) {
      long at = created[i];
      if (at == UNKNOWN) {
        continue;
      }
      long index = begin + i;
      if (at < last) {
        found.accept(
            Finding.of(
                    Verdict.BACKDATED,
                    trail,
                    "the time of record lies before that of the record before it")
                .at(index));
      }
      last = Math.max(last, at);
      times
          .judge(index, at)
          .ifPresent(
              detail -> found.accept(Finding.of(Verdict.BACKDATED, trail, detail).at(index)));
    }
  }
}
