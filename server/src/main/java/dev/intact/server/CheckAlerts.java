package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.IntegrityAlerts;
import dev.intact.audit.IntegrityReport;
import dev.intact.audit.IntegrityRounds;
import dev.intact.files.FilesReport;
import dev.intact.finding.Finding;
import dev.intact.log.LogException;
import dev.intact.monitor.Monitoring;
import java.io.IOException;
import java.util.List;

/**
 * Where the results of checks go that somebody asked for: to monitoring, which tells people; of
 * logs, the record of an alert into the security log besides. Those that monitoring ran itself take
 * the same ways. Thread-safe.
 */
final class CheckAlerts {

  private final IntegrityAlerts recorded;
  private final Monitoring monitoring;

  CheckAlerts(IntegrityAlerts recorded, Monitoring monitoring) {
    this.recorded = recorded;
    this.monitoring = monitoring;
  }

  /** Of a part, what was found counts; that nothing was found there says nothing of the rest. */
  void judge(String log, String actor, IntegrityReport report) throws AuditException {
    recorded.judge(log, actor, List.of(report));
    tell(() -> {
      if (report.isWhole()) {
        monitoring.observed(
            IntegrityRounds.KIND, log, IntegrityReport.together(log, List.of(report)));
      } else {
        monitoring.reported(IntegrityRounds.KIND, log, report.findings());
      }
    });
  }

  /** A quick check that finds nothing says nothing of what it took for unchanged. */
  void judge(String set, FilesReport report) throws AuditException {
    tell(() -> {
      if (report.quick()) {
        monitoring.reported(FileChecks.KIND, set, report.check().findings());
      } else {
        monitoring.observed(FileChecks.KIND, set, report.check());
      }
    });
  }

  /**
   * A view that said something else than its log was changed by somebody. It is mended already, so
   * that no check ends this alert: somebody has to look at it.
   */
  void ofIndex(Finding finding, String actor) throws AuditException {
    recorded.found(finding, actor);
    tell(() -> monitoring.reported("index", "index", List.of(finding)));
  }

  private interface Telling {
    void run() throws LogException, IOException, InterruptedException;
  }

  private static void tell(Telling telling) throws AuditException {
    try {
      telling.run();
    } catch (LogException | IOException e) {
      throw AuditException.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw AuditException.of(e);
    }
  }
}
