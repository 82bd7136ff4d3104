package dev.intact.audit;

import dev.intact.finding.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Raises an alert where a check has as many findings as the settings say: in the program's log, in
 * the security log, and to a listener. The same finding is alerted once while the process lives. A
 * check that could not establish anything is an alert too, whatever the threshold. Thread-safe.
 */
public final class IntegrityAlerts {

  private static final System.Logger LOG = System.getLogger(IntegrityAlerts.class.getName());
  private static final int REMEMBERED = 10_000;

  private final SecurityLog security;
  private final int threshold;
  private final Runnable onAlert;
  private final IntegrityState state = new IntegrityState();
  private final Set<String> alerted = new HashSet<>();

  /**
   * Alerts of an installation.
   *
   * @param security takes them
   * @param settings how many findings raise one
   * @param onAlert told of each, for metrics; from any thread
   */
  public IntegrityAlerts(SecurityLog security, AuditSettings settings, Runnable onAlert) {
    this.security = security;
    this.threshold = settings.alertThreshold();
    this.onAlert = onAlert;
  }

  /**
   * What is not intact, by all checks that were judged here.
   *
   * @return of this moment on
   */
  public IntegrityState state() {
    return state;
  }

  SecurityLog security() {
    return security;
  }

  /**
   * Judges a whole check of a trail.
   *
   * @param trail which
   * @param actor who checked
   * @param reports its parts
   * @throws AuditException if an alert cannot be recorded
   */
  public void judge(String trail, String actor, List<IntegrityReport> reports)
      throws AuditException {
    reports.forEach(state::judged);
    List<Finding> findings = reports.stream().flatMap(r -> r.findings().stream()).toList();
    Optional<Finding> fresh = findings.size() < threshold ? Optional.empty() : firstNew(findings);
    if (fresh.isPresent()) {
      raise(
          trail,
          actor,
          fresh.get().verdict()
              + ": "
              + findings.size()
              + " findings; first: "
              + fresh.get().toText().lines().findFirst().orElse(""));
    }
    for (IntegrityReport report : reports) {
      if (report.findings().isEmpty() && !report.verdict().isGood()) {
        raiseOnce(
            trail,
            actor,
            report.coverage().checked()
                + " of "
                + report.coverage().expected()
                + " records could be checked");
      }
    }
  }

  /**
   * What was found outside of a check: the index said something else than its log.
   *
   * @param finding what; its subject ends with the trail's name
   * @param actor who found it
   * @throws AuditException if the alert cannot be recorded
   */
  public void found(Finding finding, String actor) throws AuditException {
    if (firstNew(List.of(finding)).isPresent()) {
      String subject = finding.subject();
      raise(subject.substring(subject.lastIndexOf('/') + 1), actor, finding.toText());
    }
  }

  /**
   * A check that came to no result.
   *
   * @param trail which
   * @param actor who checked
   * @param reason why
   * @throws AuditException if the alert cannot be recorded
   */
  public void unestablished(String trail, String actor, String reason) throws AuditException {
    state.unestablished(trail);
    raiseOnce(trail, actor, reason);
  }

  private void raiseOnce(String trail, String actor, String reason) throws AuditException {
    if (isNew(trail + " unestablished " + reason)) {
      raise(trail, actor, "UNVERIFIABLE: " + reason);
    }
  }

  private void raise(String trail, String actor, String detail) throws AuditException {
    LOG.log(System.Logger.Level.ERROR, "integrity alert, trail " + trail + ": " + detail);
    onAlert.run();
    security.recordIfSound("integrity_alert", actor, trail + ": " + detail);
  }

  /** The first that was not alerted yet; all of them are from now on. */
  private Optional<Finding> firstNew(List<Finding> findings) {
    Optional<Finding> first = Optional.empty();
    for (Finding finding : findings) {
      String text =
          finding.verdict()
              + " "
              + finding.subject()
              + " "
              + finding.index()
              + " "
              + finding.detail();
      if (isNew(text) && first.isEmpty()) {
        first = Optional.of(finding);
      }
    }
    return first;
  }

  private synchronized boolean isNew(String what) {
    if (alerted.size() >= REMEMBERED) {
      alerted.clear();
    }
    return alerted.add(what);
  }
}
