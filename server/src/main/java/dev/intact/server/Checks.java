package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditSettings;
import dev.intact.audit.IntegrityRounds;
import dev.intact.finding.Check;
import dev.intact.finding.CheckFailedException;
import dev.intact.monitor.CheckFinder;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.report.Approval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What this installation can verify: {@code audit}, all trails and its own logs, and {@code files},
 * the sets of files. Thread-safe.
 */
final class Checks implements CheckFinder {

  private final IntegrityRounds rounds;
  private final FileChecks files;

  Checks(IntegrityRounds rounds, FileChecks files) {
    this.rounds = rounds;
    this.files = files;
  }

  /** Without a configuration everything is checked: logs as the settings say, files each 15 min. */
  static Defaults defaults(AuditSettings settings, ZoneId zone) {
    int threshold = settings.alertThreshold();
    return new Defaults(
        zone,
        List.of(
            MonitorSpec.rest(
                IntegrityRounds.KIND,
                settings.checkInterval(),
                new Thresholds(threshold, threshold)),
            MonitorSpec.rest(FileChecks.KIND, Defaults.INTERVAL, Thresholds.of(FileChecks.KIND))),
        DeclaredRules::refusal);
  }

  @Override
  public List<String> subjects(String kind) throws CheckFailedException {
    try {
      return switch (kind) {
        case IntegrityRounds.KIND -> rounds.names();
        case FileChecks.KIND -> files.names();
        default -> throw unknown(kind);
      };
    } catch (AuditException e) {
      throw new CheckFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Check check(String kind, String subject) throws CheckFailedException {
    try {
      return switch (kind) {
        case IntegrityRounds.KIND -> rounds.check(subject);
        case FileChecks.KIND -> files.check(subject);
        default -> throw unknown(kind);
      };
    } catch (AuditException e) {
      throw new CheckFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** How far the rounds over the logs have come is kept in memory alone. */
  @Override
  public boolean beginsAnew(String kind) {
    return kind.equals(IntegrityRounds.KIND);
  }

  /** Baselines and acceptances of all sets; unknown if those of any cannot be read. */
  @Override
  public Optional<List<Approval>> approvals(Instant since) throws InterruptedException {
    return files.approvals(since);
  }

  private static CheckFailedException unknown(String kind) {
    return new CheckFailedException(
        "there is nothing of kind " + kind + " to verify; known are audit and files");
  }
}
