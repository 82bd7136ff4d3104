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

/**
 * Verifies a trail against what the signer remembers, which lies outside the store: reads every
 * record of the range and the whole tree again.
 */
final class TrailVerifier {

  private final LogStore store;
  private final Log log;
  private final InstantSource clock;
  private final LatePolicy late;

  TrailVerifier(LogStore store, Log log, InstantSource clock, LatePolicy late) {
    this.store = store;
    this.log = log;
    this.clock = clock;
    this.late = late;
  }

  /** Which records of a log of this size. */
  private interface Choice {
    Range of(Checkpoint head);
  }

  IntegrityReport verify(Optional<Instant> start, Optional<Instant> end, LongConsumer progress)
      throws IOException, LogException {
    return verify(head -> range(head, start, end), progress);
  }

  IntegrityReport verify(long begin, long end) throws IOException, LogException {
    return verify(
        head -> new Range(Math.min(begin, head.size()), Math.min(end, head.size())), n -> {});
  }

  private IntegrityReport verify(Choice choice, LongConsumer progress)
      throws IOException, LogException {
    long startNanos = System.nanoTime();
    List<Finding> findings = new ArrayList<>();
    publish(findings);
    custody(findings);
    Optional<SignedState> signed = store.signer().lastSigned(log.origin());
    if (signed.isEmpty()) {
      return report(findings, new Range(0, 0), Optional.empty(), Optional.empty(), startNanos);
    }
    Checkpoint head =
        new Checkpoint(log.origin(), signed.get().size(), signed.get().root(), List.of());
    Range range = choice.of(head);
    ContentCheck content = new ContentCheck(log.origin(), late, range.begin(), range.end());
    LogVerification tree =
        new LogVerifier(log.tiles(), head, range.begin(), range.end(), content::perBundle, progress)
            .verify();
    tree.findings().forEach(f -> findings.add(content.withId(f)));
    try {
      content.times(CheckpointTimes.of(store.root(), log, findings::add), findings::add);
    } catch (IOException e) {
      findings.add(
          Finding.of(Verdict.UNVERIFIABLE, log.name(), "times of record: " + e.getMessage()));
    }
    return report(findings, range, Optional.of(tree), Optional.of(content), startNanos);
  }

  private record Range(long begin, long end) {}

  /** The trail's access log is verified with it: who read what is evidence too. */
  private void custody(List<Finding> findings) throws IOException, LogException {
    if (!store.exists(log.name() + AccessLog.SUFFIX)) {
      return;
    }
    Log access = store.log(log.name() + AccessLog.SUFFIX);
    publish(access, findings);
    Optional<SignedState> signed = store.signer().lastSigned(access.origin());
    if (signed.isPresent()) {
      Checkpoint head =
          new Checkpoint(access.origin(), signed.get().size(), signed.get().root(), List.of());
      findings.addAll(
          new LogVerifier(access.tiles(), head, () -> EntryCheck.NONE, n -> {})
              .verify()
              .findings());
    }
  }

  /**
   * Everything acknowledged is to be covered; where the signer refuses, that is a finding and not
   * the end.
   */
  private void publish(List<Finding> findings) throws IOException {
    publish(log, findings);
    try {
      Futures.await(store.publishRoot());
    } catch (LogRefusedException e) {
      findings.add(Finding.of(e.verdict(), LogStore.ROOT, String.valueOf(e.getMessage())));
    } catch (LogException | AuditException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void publish(Log log, List<Finding> findings) throws IOException {
    try {
      Futures.await(log.publish());
    } catch (LogRefusedException e) {
      findings.add(Finding.of(e.verdict(), log.name(), String.valueOf(e.getMessage())));
    } catch (LogException | AuditException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * With dates, one record more on either side, if there is one: their times show that none is left
   * out.
   */
  private Range range(Checkpoint head, Optional<Instant> start, Optional<Instant> end) {
    long size = head.size();
    ProvenEntries proven = new ProvenEntries(log.tiles(), head);
    try {
      long begin =
          start.isPresent()
              ? Math.max(0, TimeSearch.firstAtOrAfter(proven::entry, size, start.get()) - 1)
              : 0;
      long behind =
          end.isPresent()
              ? Math.min(size, TimeSearch.firstAtOrAfter(proven::entry, size, end.get()) + 1)
              : size;
      return new Range(begin, Math.max(begin, behind));
    } catch (IOException | LogException e) {
      // A damaged record on the way of the search: then nothing less than all of it is verified.
      return new Range(0, size);
    }
  }

  private IntegrityReport report(
      List<Finding> findings,
      Range range,
      Optional<LogVerification> tree,
      Optional<ContentCheck> content,
      long startNanos) {
    return new IntegrityReport(
        log.name(),
        range.begin(),
        range.end(),
        tree.map(LogVerification::size).orElse(0L),
        tree.map(LogVerification::root).orElse(""),
        true,
        findings,
        content.map(ContentCheck::missingHashes).orElse(0L),
        content.map(ContentCheck::lateRecords).orElse(0L),
        tree.map(LogVerification::coverage).orElse(new Coverage(0, log.size())),
        clock.instant(),
        Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
