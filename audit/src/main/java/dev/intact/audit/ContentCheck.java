package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import dev.intact.tile.Tiles;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Looks at each record while its trail is verified: its own hash, its time of record, and whether
 * it belongs to the dates that were asked for. Keeps 16 bytes a bundle.
 */
final class ContentCheck {

  private final String trail;
  private final LatePolicy late;
  private final DateRange range;
  private final CheckpointTimes times;
  private final Optional<DuplicateSearch> duplicates;

  /** Earliest and latest time of record in each bundle, each written by its own thread. */
  private final long[] earliest;

  private final long[] latest;

  private final LongAdder selected = new LongAdder();
  private final AtomicLong missingHashes = new AtomicLong();
  private final AtomicLong lateRecords = new AtomicLong();
  private final Map<Long, String> damagedIds = new ConcurrentHashMap<>();

  ContentCheck(
      String trail,
      LatePolicy late,
      DateRange range,
      CheckpointTimes times,
      Optional<DuplicateSearch> duplicates) {
    this.trail = trail;
    this.late = late;
    this.range = range;
    this.times = times;
    this.duplicates = duplicates;
    int bundles =
        Math.toIntExact(Math.ceilDiv(range.last(), Tiles.WIDTH) - range.first() / Tiles.WIDTH + 1);
    this.earliest = new long[bundles];
    this.latest = new long[bundles];
    Arrays.fill(earliest, Long.MAX_VALUE);
    Arrays.fill(latest, Long.MIN_VALUE);
  }

  /** For the entries of one bundle: a digest of its own, the results shared. */
  EntryCheck perBundle() {
    RecordHasher hasher = new RecordHasher();
    return (index, sound, bundle, offset, length, found) ->
        entry(hasher, index, sound, bundle, RecordFields.of(bundle, offset, length), found);
  }

  private void entry(
      RecordHasher hasher,
      long index,
      boolean sound,
      byte[] bytes,
      RecordFields record,
      Consumer<Finding> found) {
    if (range.isSelected(index)) {
      selected.increment();
    }
    if (!sound) {
      // One finding a record: that it is not what was committed to says more than that its own hash
      // differs. Its time is not judged either, nor are others by it: it may be anything.
      record.auditId().ifPresent(id -> damagedIds.put(index, id));
      return;
    }
    OptionalLong created = record.createdMicros();
    range
        .misplaced(index, created)
        .ifPresent(why -> found.accept(Finding.of(Verdict.MISSING, trail, why).at(index)));
    created.ifPresent(at -> time(index, at, found));
    if (!hasher.holds(record)) {
      hash(hasher, index, record, found);
    }
    late(index, record, created, found);
    duplicates.ifPresent(d -> d.add(bytes, record));
  }

  /** Times of record that go backwards, or lie outside the checkpoints around their record. */
  private void time(long index, long at, Consumer<Finding> found) {
    int bundle = bundle(index);
    if (at < latest[bundle]) {
      found.accept(backwards(index));
    }
    latest[bundle] = Math.max(latest[bundle], at);
    earliest[bundle] = Math.min(earliest[bundle], at);
    times
        .judge(index, at)
        .ifPresent(detail -> found.accept(Finding.of(Verdict.BACKDATED, trail, detail).at(index)));
  }

  private int bundle(long index) {
    return (int) (index / Tiles.WIDTH - range.first() / Tiles.WIDTH);
  }

  private Finding backwards(long index) {
    return Finding.of(
            Verdict.BACKDATED, trail, "the time of record lies before that of the record before it")
        .at(index);
  }

  /**
   * Times that go backwards from one bundle to the next. Bundles are read in any order; one that
   * begins too early is read once more to say which of its records do.
   */
  void order(ProvenEntries proven, Consumer<Finding> found) {
    long before = Long.MIN_VALUE;
    for (int b = 0; b < latest.length; b++) {
      if (earliest[b] < before) {
        order(proven, b, before, found);
      }
      before = Math.max(before, latest[b]);
    }
  }

  private void order(ProvenEntries proven, int bundle, long before, Consumer<Finding> found) {
    long from = (range.first() / Tiles.WIDTH + bundle) * Tiles.WIDTH;
    long within = Long.MIN_VALUE;
    for (long index = Math.max(from, range.first());
        index < Math.min(from + Tiles.WIDTH, range.last());
        index++) {
      OptionalLong created;
      try {
        created = AuditKeys.createdMicros(proven.entry(index));
      } catch (LogException e) {
        continue; // not what was committed to: found already, and no measure for others
      }
      long at = created.orElse(Long.MAX_VALUE);
      if (at < before && at >= within) { // below those of its own bundle it was found already
        found.accept(backwards(index));
      }
      within = created.isPresent() ? Math.max(within, at) : within;
    }
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
  private void late(
      long index, RecordFields record, OptionalLong created, Consumer<Finding> found) {
    OptionalLong event = record.eventMicros();
    if (event.isEmpty()
        || created.isEmpty()
        || !range.isSelected(index)
        || !late.isLate(event.getAsLong(), created.getAsLong())) {
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

  /** How many of the records that were asked for were read. */
  long selected() {
    return selected.sum();
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
}
