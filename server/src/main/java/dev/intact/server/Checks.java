package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditSettings;
import dev.intact.audit.IntegrityRounds;
import dev.intact.files.FileSets;
import dev.intact.files.FilesException;
import dev.intact.files.SetDecision;
import dev.intact.finding.Check;
import dev.intact.finding.CheckFailedException;
import dev.intact.monitor.CheckFinder;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.report.Approval;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What this installation can verify: {@code audit}, all trails and its own logs, and {@code files},
 * the sets of files. Thread-safe.
 */
final class Checks implements CheckFinder {

  static final String FILES = "files";

  private static final System.Logger LOG = System.getLogger(Checks.class.getName());

  private static final String ACTOR = "intact:monitor";

  private final IntegrityRounds rounds;
  private final FileSets files;

  Checks(IntegrityRounds rounds, FileSets files) {
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
            MonitorSpec.rest(FILES, Defaults.INTERVAL, Thresholds.of(FILES))));
  }

  @Override
  public List<String> subjects(String kind) throws CheckFailedException {
    try {
      return switch (kind) {
        case IntegrityRounds.KIND -> rounds.names();
        case FILES -> files.names();
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
        case FILES -> files.set(subject).asCheck(ACTOR);
        default -> throw unknown(kind);
      };
    } catch (AuditException | FilesException e) {
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
    List<Approval> all = new ArrayList<>();
    try {
      for (String name : files.names()) {
        for (SetDecision one : files.set(name).decisions(since)) {
          all.add(
              new Approval(
                  one.at(), name, one.decision().by(), one.decision().reason(), one.what()));
        }
      }
    } catch (FilesException e) {
      LOG.log(System.Logger.Level.WARNING, "what was approved cannot be told", e);
      return Optional.empty();
    }
    all.sort(Comparator.comparing(Approval::at));
    return Optional.of(all);
  }

  private static CheckFailedException unknown(String kind) {
    return new CheckFailedException(
        "there is nothing of kind " + kind + " to verify; known are audit and files");
  }
}
