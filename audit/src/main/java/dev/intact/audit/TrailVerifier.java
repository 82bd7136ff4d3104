package dev.intact.audit;

import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogRefusedException;
import dev.intact.log.LogStore;
import dev.intact.log.ProvenEntries;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.log.fsck.LogVerification;
import dev.intact.log.fsck.LogVerifier;
import dev.intact.log.sign.SignedState;
import dev.intact.note.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Verifies a log of records against what the signer remembers, which lies outside the store: reads
 * every record of the range and the whole tree again. Of the root log it needs when the trail had
 * which size; {@link CheckpointHistory} says what is read for that.
 */
final class TrailVerifier {

  private static final List<Slice> ALL = List.of(new Slice(0, Long.MAX_VALUE));

  private final LogStore store;
  private final Log log;
  private final CheckpointHistory history;
  private final InstantSource clock;
  private final LatePolicy late;

  TrailVerifier(
      LogStore store, Log log, CheckpointHistory history, InstantSource clock, LatePolicy late) {
    this.store = store;
    this.log = log;
    this.history = history;
    this.clock = clock;
    this.late = late;
  }

  /**
   * What to verify.
   *
   * @param range which records, by a log of a size
   * @param access which parts of the access log
   * @param duplicates gathers ids, and is asked when its last record was verified
   */
  private record Task(Choice range, List<Slice> access, Optional<DuplicateSearch> duplicates) {}

  private interface Choice {
    DateRange of(Checkpoint head);
  }

  /** All of it, or the records of dates, with the whole access log. */
  IntegrityReport verify(Optional<Instant> start, Optional<Instant> end, LongConsumer progress)
      throws IOException, LogException {
    return verify(new Task(head -> range(head, start, end), ALL, Optional.empty()), progress);
  }

  /**
   * The records [begin, end), and parts of the access log.
   *
   * @param duplicates over a range that these records are a part of; those before were given to it
   */
  IntegrityReport verify(
      long begin, long end, List<Slice> access, Optional<DuplicateSearch> duplicates)
      throws IOException, LogException {
    Choice range = head -> DateRange.of(Math.min(begin, head.size()), Math.min(end, head.size()));
    return verify(new Task(range, access, duplicates), n -> {});
  }

  private IntegrityReport verify(Task task, LongConsumer progress)
      throws IOException, LogException {
    long startNanos = System.nanoTime();
    List<Finding> findings = new ArrayList<>();
    publish(log, findings);
    List<IntegrityReport.Access> access = custody(task.access(), findings);
    Optional<SignedState> signed = store.signer().lastSigned(log.origin());
    if (signed.isEmpty()) {
      return report(findings, access, DateRange.of(0, 0), Optional.empty(), startNanos);
    }
    Checkpoint head =
        new Checkpoint(log.origin(), signed.get().size(), signed.get().root(), List.of());
    DateRange range = task.range().of(head);
    DuplicateSearch duplicates =
        task.duplicates().orElseGet(() -> new DuplicateSearch(range.first(), range.last()));
    ContentCheck content =
        new ContentCheck(log.origin(), late, range, times(head, findings), Optional.of(duplicates));
    LogVerification tree = tree(log, head, range, content::perBundle, progress);
    tree.findings().forEach(f -> findings.add(content.withId(f)));
    content.order(new ProvenEntries(log.tiles(), head), findings::add);
    if (duplicates.endsAt(range.last())) {
      findings.addAll(duplicates.found(log, head));
    }
    return report(findings, access, range, Optional.of(new Result(tree, content)), startNanos);
  }

  private record Result(LogVerification tree, ContentCheck content) {}

  private static LogVerification tree(
      Log log,
      Checkpoint head,
      DateRange range,
      Supplier<EntryCheck> checks,
      LongConsumer progress) {
    return new LogVerifier(log.tiles(), head, range.first(), range.last(), checks, progress)
        .verify();
  }

  private CheckpointTimes times(Checkpoint head, List<Finding> findings) {
    if (!AuditService.isTrailOrigin(log.origin())) {
      return CheckpointTimes.NONE; // the program's own records stand beside those that they concern
    }
    try {
      return history.of(log, head.size(), findings::add);
    } catch (IOException | LogException | AuditException e) {
      findings.add(
          Finding.of(Verdict.UNVERIFIABLE, log.name(), "times of record: " + e.getMessage()));
      return CheckpointTimes.NONE;
    }
  }

  /** The trail's access log is verified with it: who read what is evidence too. */
  private List<IntegrityReport.Access> custody(List<Slice> parts, List<Finding> findings)
      throws IOException, LogException {
    if (parts.isEmpty() || !store.exists(log.name() + AccessLog.SUFFIX)) {
      return List.of();
    }
    Log access = store.log(log.name() + AccessLog.SUFFIX);
    publish(access, findings);
    Optional<SignedState> signed = store.signer().lastSigned(access.origin());
    if (signed.isEmpty()) {
      return List.of();
    }
    Checkpoint head =
        new Checkpoint(access.origin(), signed.get().size(), signed.get().root(), List.of());
    List<IntegrityReport.Access> read = new ArrayList<>();
    for (Slice part : parts) {
      long end = Math.min(part.end(), head.size());
      DateRange range = DateRange.of(Math.min(part.begin(), end), end);
      custody(access, head, range, findings);
      read.add(new IntegrityReport.Access(range.begin(), range.end(), head.size()));
    }
    return read;
  }

  private void custody(Log access, Checkpoint head, DateRange range, List<Finding> findings) {
    ContentCheck content =
        new ContentCheck(access.origin(), late, range, CheckpointTimes.NONE, Optional.empty());
    LogVerification tree = tree(access, head, range, content::perBundle, n -> {});
    tree.findings().forEach(f -> findings.add(content.withId(f)));
    content.order(new ProvenEntries(access.tiles(), head), findings::add);
    if (!tree.coverage().isComplete() && tree.findings().isEmpty()) {
      findings.add(Finding.of(Verdict.UNVERIFIABLE, access.origin(), "not all of it was read"));
    }
  }

  /**
   * Everything acknowledged is to be covered; where the signer refuses, that is a finding and not
   * the end.
   */
  private static void publish(Log log, List<Finding> findings) throws IOException {
    try {
      Futures.await(log.publish());
    } catch (LogRefusedException e) {
      findings.add(Finding.of(e.verdict(), log.name(), String.valueOf(e.getMessage())));
    } catch (LogException | AuditException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private DateRange range(Checkpoint head, Optional<Instant> start, Optional<Instant> end) {
    ProvenEntries proven = new ProvenEntries(log.tiles(), head);
    try {
      return DateRange.find(proven::entry, head.size(), start, end);
    } catch (IOException | LogException e) {
      // A damaged record on the way of the search: then nothing less than all of it is verified.
      return DateRange.of(0, head.size());
    }
  }

  private IntegrityReport report(
      List<Finding> findings,
      List<IntegrityReport.Access> access,
      DateRange range,
      Optional<Result> result,
      long startNanos) {
    return new IntegrityReport(
        log.name(),
        range.begin(),
        range.end(),
        result.map(r -> r.tree().size()).orElse(0L),
        result.map(r -> r.tree().root()).orElse(""),
        access,
        findings,
        result.map(r -> r.content().missingHashes()).orElse(0L),
        result.map(r -> r.content().lateRecords()).orElse(0L),
        result
            .map(r -> new Coverage(r.content().selected(), range.selected()))
            .orElse(new Coverage(0, log.size())),
        clock.instant(),
        Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
