package dev.intact.audit;

import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogRefusedException;
import dev.intact.log.LogStore;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.log.fsck.LogVerification;
import dev.intact.log.fsck.LogVerifier;
import dev.intact.log.sign.SignedState;
import dev.intact.note.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies the logs that belong to no trail: {@code ~root}, whose checkpoints say when a trail had
 * which size, {@code ~security}, and those of other capabilities. Each check is recorded in the
 * security log. Thread-safe.
 */
public final class OwnLogs {

  private final LogStore store;
  private final CheckpointHistory history;
  private final InstantSource clock;
  private final SecurityLog security;

  OwnLogs(LogStore store, CheckpointHistory history, InstantSource clock, SecurityLog security) {
    this.store = store;
    this.history = history;
    this.clock = clock;
    this.security = security;
  }

  /**
   * Those that exist.
   *
   * @return their names
   */
  public List<String> names() {
    return Stream.concat(
            Stream.of(LogStore.ROOT).filter(store::exists),
            store.logNames().stream().filter(n -> n.startsWith("~") && !n.equals(LogStore.ROOT)))
        .toList();
  }

  /** Whether a log was made and nothing has been written to it yet, as while a baseline is read. */
  boolean isUnwritten(String name) throws AuditException {
    try {
      Log log = store.log(name);
      // What was signed before and is not there any more is for a check to find.
      return log.size() == 0
          && store.signer().lastSigned(log.origin()).map(s -> s.size() == 0).orElse(true);
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  long size(String name) throws AuditException {
    try {
      return store.log(name).size();
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  /**
   * Verifies them, all of each.
   *
   * @param actor who asks; recorded with the result
   * @return a report a log
   * @throws AuditException if storage fails
   */
  public List<IntegrityReport> check(String actor) throws AuditException {
    List<IntegrityReport> reports = new ArrayList<>();
    for (String name : names()) {
      reports.add(check(name, 0, Long.MAX_VALUE, actor));
    }
    return reports;
  }

  /** Verifies the entries [begin, end) of one of them. */
  IntegrityReport check(String name, long begin, long end, String actor) throws AuditException {
    try {
      IntegrityReport report =
          name.equals(LogStore.ROOT)
              ? root(begin, end)
              : new TrailVerifier(store, store.log(name), history, clock, LatePolicy.NONE)
                  .verify(begin, end, List.of(), Optional.empty());
      security.recordIfSound(
          "verify",
          actor,
          name
              + ": "
              + report.verdict()
              + ", entries "
              + report.begin()
              + " to "
              + report.end()
              + " of "
              + report.checkpointSize()
              + ", findings "
              + report.findings().size());
      return report;
    } catch (IOException | LogException e) {
      throw AuditException.of(e);
    }
  }

  /** Checkpoints have no id, no hash and no time of record of their own: the tree says it all. */
  private IntegrityReport root(long begin, long end) throws LogException, AuditException {
    long startNanos = System.nanoTime();
    Log root = store.root();
    List<Finding> findings = new ArrayList<>();
    try {
      Futures.await(root.publish());
    } catch (LogRefusedException e) {
      findings.add(Finding.of(e.verdict(), root.name(), String.valueOf(e.getMessage())));
    }
    Optional<SignedState> signed = store.signer().lastSigned(root.origin());
    if (signed.isEmpty()) {
      return report(root, 0, 0, Optional.empty(), findings, startNanos);
    }
    Checkpoint head =
        new Checkpoint(root.origin(), signed.get().size(), signed.get().root(), List.of());
    long to = Math.min(end, head.size());
    long from = Math.min(begin, to);
    LogVerification tree =
        new LogVerifier(root.tiles(), head, from, to, () -> EntryCheck.NONE, n -> {}).verify();
    findings.addAll(tree.findings());
    return report(root, from, to, Optional.of(tree), findings, startNanos);
  }

  private IntegrityReport report(
      Log root,
      long from,
      long to,
      Optional<LogVerification> tree,
      List<Finding> findings,
      long startNanos) {
    return new IntegrityReport(
        root.name(),
        from,
        to,
        tree.map(LogVerification::size).orElse(0L),
        tree.map(LogVerification::root).orElse(""),
        List.of(),
        findings,
        0,
        0,
        tree.map(LogVerification::coverage).orElse(new Coverage(0, root.size())),
        clock.instant(),
        Duration.ofNanos(System.nanoTime() - startNanos));
  }
}
