package dev.intact.monitor.alert;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The alerts and silences of an installation. Questions return what should happen; only {@link
 * #apply} changes anything, so that whoever records a change first and applies it then has the same
 * book after a restart. Not thread-safe.
 */
public final class AlertBook {

  /** So many alerts that are over are kept for lists and trends. */
  private static final int MAX_RESOLVED = 1_000;

  /** What clocks are corrected by in the ordinary course. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(1);

  private record Key(String monitor, Cause cause) {}

  private final Map<Key, Alert> active = new LinkedHashMap<>();
  private final Deque<Alert> resolved = new ArrayDeque<>();
  private final Map<String, Silence> silences = new TreeMap<>();
  private List<Silence> configured = List.of();

  /** An empty book. */
  public AlertBook() {}

  /**
   * Takes a change in.
   *
   * @param change what happened
   * @return how many violations the alert has that it had not before
   */
  public long apply(Change change) {
    Alert alert = change.alert();
    Key key = new Key(alert.target().monitor(), alert.cause());
    if (alert.isActive()) {
      return added(Optional.ofNullable(active.put(key, alert)), alert);
    }
    if (active.remove(key) != null) {
      resolved.addFirst(alert);
      if (resolved.size() > MAX_RESOLVED) {
        resolved.removeLast();
      }
    }
    return 0;
  }

  /** As far as they are known apart; of more, how much their number has grown. */
  private static long added(Optional<Alert> before, Alert now) {
    if (now.cause() != Cause.VIOLATIONS) {
      return 0;
    }
    if (before.isEmpty()) {
      return now.violations();
    }
    Alert was = before.get();
    long fresh = now.marks().stream().filter(m -> !was.marks().contains(m)).count();
    return Math.max(fresh, now.violations() - was.violations());
  }

  /**
   * Takes in an alert of a book that was written down: of {@link #begun}, then of {@link
   * #resolved}, in their order.
   *
   * @param alert the alert
   */
  public void restore(Alert alert) {
    if (alert.isActive()) {
      active.put(new Key(alert.target().monitor(), alert.cause()), alert);
    } else {
      resolved.addLast(alert);
    }
  }

  /**
   * Takes a silence in, or one of the same id with another end.
   *
   * @param silence the silence
   */
  public void apply(Silence silence) {
    silences.put(silence.id(), silence);
  }

  /**
   * Takes the silences of a configuration in, instead of those of the one before.
   *
   * @param all the silences
   */
  public void configured(List<Silence> all) {
    configured = List.copyOf(all);
  }

  private Stream<Silence> allSilences() {
    return Stream.concat(silences.values().stream(), configured.stream());
  }

  /**
   * What a check's result means. A complete one always ends an alert that the monitor had failed,
   * and, with fewer violations than the thresholds say, that of violations.
   *
   * @param target what was checked
   * @param report what was found
   * @param thresholds how many violations make an alert
   * @param now the time
   * @return what happens, in this order
   */
  public List<Change> checked(
      Target target, CheckReport report, Thresholds thresholds, Instant now) {
    return checked(target, report, thresholds, Duration.ZERO, now);
  }

  /**
   * What it means that somebody who watches has looked at everything: as {@link #checked(Target,
   * CheckReport, Thresholds, Instant)}, but of more of the same, channels are told together and
   * later.
   *
   * @param target what was looked at
   * @param report what was found
   * @param thresholds how many violations make an alert
   * @param groupFor how much later
   * @param now the time
   * @return what happens, in this order
   */
  public List<Change> checked(
      Target target, CheckReport report, Thresholds thresholds, Duration groupFor, Instant now) {
    List<Change> changes = new ArrayList<>();
    find(target, Cause.MONITOR_FAILED)
        .ifPresent(a -> changes.add(over(a, "intact", "a check came to a result", now)));
    found(target, report, thresholds, groupFor, now).ifPresent(changes::add);
    if (thresholds.level(report).isEmpty()) {
      String why =
          report.violations() == 0
              ? "a complete check found nothing"
              : report.violations() + " left, below the thresholds";
      recovered(target, Cause.VIOLATIONS, why, now).ifPresent(changes::add);
    }
    return changes;
  }

  /**
   * What a check found that did not read everything: its findings count, their absence does not.
   *
   * @param target what was checked
   * @param report what was found
   * @param thresholds how many violations make an alert
   * @param now the time
   * @return what happens; empty if that is known already, or too little
   */
  public Optional<Change> found(
      Target target, CheckReport report, Thresholds thresholds, Instant now) {
    return found(target, report, thresholds, Duration.ZERO, now);
  }

  private Optional<Change> found(
      Target target, CheckReport report, Thresholds thresholds, Duration groupFor, Instant now) {
    return thresholds
        .level(report)
        .flatMap(level ->
            stands(
                target,
                Cause.VIOLATIONS,
                level,
                Evidence.of(target.monitor(), report),
                groupFor,
                now));
  }

  /**
   * What was found between two checks, a little at a time: it adds to what is known, until a check
   * has seen everything. Of more of the same, channels are told together and later.
   *
   * @param target what it was found in
   * @param findings what is new; those with an explanation do not count
   * @param thresholds how many violations make an alert
   * @param groupFor how much later
   * @param now the time
   * @return what happens; empty if that is known already, or too little
   */
  public Optional<Change> reported(
      Target target,
      List<Finding> findings,
      Thresholds thresholds,
      Duration groupFor,
      Instant now) {
    Optional<Alert> before = find(target, Cause.VIOLATIONS);
    Sum sum = Sum.of(target, before, findings, now);
    Optional<Level> level = sum.isNothing() ? Optional.empty() : thresholds.level(sum.report());
    if (level.isEmpty()) {
      return Optional.empty();
    }
    Level next =
        before.map(Alert::level).filter(l -> l.compareTo(level.get()) > 0).orElse(level.get());
    return stands(target, Cause.VIOLATIONS, next, sum.evidence(), groupFor, now);
  }

  /**
   * Something failed: a check, a channel, a configuration. What the monitor had found before stays.
   *
   * @param target what it is about
   * @param cause which of them
   * @param reason what happened, without secrets
   * @param now the time
   * @return what happens; empty if that is known already
   */
  public Optional<Change> failed(Target target, Cause cause, String reason, Instant now) {
    return stands(target, cause, Level.CRITICAL, Evidence.of(reason), Duration.ZERO, now);
  }

  /**
   * What had failed works again.
   *
   * @param target what it is about
   * @param cause which of them
   * @param reason how that is known
   * @param now the time
   * @return what happens; empty if there was no alert
   */
  public Optional<Change> recovered(Target target, Cause cause, String reason, Instant now) {
    return find(target, cause).map(a -> over(a, "intact", reason, now));
  }

  private Optional<Change> stands(
      Target target, Cause cause, Level level, Evidence evidence, Duration groupFor, Instant now) {
    Optional<Alert> before = find(target, cause);
    if (before.isEmpty()) {
      return Optional.of(told(Change.Kind.OPENED, fresh(target, cause, level, evidence, now), now));
    }
    Alert alert = before.get();
    Alert.Builder next = alert.to().at(now).evidence(evidence).level(level);
    if (level.compareTo(alert.level()) > 0) {
      return Optional.of(told(Change.Kind.RAISED, next.urgent(now).build(), now));
    }
    if (evidence.isNewTo(alert)) {
      boolean later =
          !groupFor.isZero()
              && alert.state() == State.OPEN
              && alert.notifiedAt().filter(t -> t.plus(groupFor).isAfter(now)).isPresent();
      if (later) {
        return Optional.of(
            new Change(Change.Kind.WORSE, next.untold().build(), "intact", now, false));
      }
      return Optional.of(told(Change.Kind.WORSE, next.urgent(now).build(), now));
    }
    return level != alert.level() || evidence.differsFrom(alert)
        ? Optional.of(new Change(Change.Kind.CHANGED, next.build(), "intact", now, false))
        : Optional.empty();
  }

  private static Alert fresh(
      Target target, Cause cause, Level level, Evidence evidence, Instant now) {
    return new Alert(
        Ids.of("alert", target.monitor(), cause.name(), now.toString()),
        target,
        cause,
        State.OPEN,
        level,
        evidence.summary(),
        now,
        now,
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        evidence.violations(),
        evidence.verdicts(),
        evidence.shown(),
        evidence.marks(),
        false);
  }

  /** A change that channels are told of, unless a silence covers it. */
  private Change told(Change.Kind kind, Alert alert, Instant now) {
    if (isSilenced(alert, now)) {
      return new Change(kind, alert, "intact", now, false);
    }
    return new Change(kind, alert.to().notified(now).build(), "intact", now, true);
  }

  /** Who was told that it began is told that it is over, silence or not. */
  private static Change over(Alert alert, String actor, String reason, Instant now) {
    Alert next = alert.to().at(now).handled(State.RESOLVED, actor, reason).build();
    return new Change(Change.Kind.RESOLVED, next, actor, now, alert.notifiedAt().isPresent());
  }

  /**
   * Reminders and escalations that are due. An alert of violations waits while its monitor fails:
   * what it says is old then.
   *
   * @param now the time
   * @param policy when they are due
   * @return what happens, oldest alert first
   */
  public List<Change> due(Instant now, AlertPolicy policy) {
    List<Change> changes = new ArrayList<>();
    for (Alert alert : active.values()) {
      boolean waits =
          alert.state() != State.OPEN
              || isSilenced(alert, now)
              || (alert.cause() == Cause.VIOLATIONS
                  && find(alert.target(), Cause.MONITOR_FAILED).isPresent());
      if (waits) {
        continue;
      }
      if (alert.escalatedAt().isEmpty()
          && isOver(alert.urgentSince(), policy.escalateAfter(), now)) {
        changes.add(told(Change.Kind.ESCALATED, alert.to().at(now).escalated(now).build(), now));
      } else if (alert.untold() && isOver(alert, policy.groupFor(), now)) {
        changes.add(told(Change.Kind.WORSE, alert.to().at(now).build(), now));
      } else if (isOver(alert, policy.remindAfter(), now)) {
        changes.add(told(Change.Kind.REMINDED, alert.to().at(now).build(), now));
      }
    }
    return changes;
  }

  /** Whether channels were told so long ago, or never. */
  private static boolean isOver(Alert alert, Duration time, Instant now) {
    return alert.notifiedAt().map(t -> isOver(t, time, now)).orElse(true);
  }

  /**
   * Whether so much time has passed. A beginning that lies ahead was taken by a clock that was
   * wrong; nobody waits for it to come.
   */
  private static boolean isOver(Instant since, Duration time, Instant now) {
    return !since.plus(time).isAfter(now) || since.isAfter(now.plus(MAX_AHEAD));
  }

  /**
   * Somebody takes an alert on.
   *
   * @param id the alert
   * @param actor who
   * @param reason why, or what will be done
   * @param now the time
   * @return what happens
   * @throws NoSuchAlertException if there is none that is active
   */
  public Change acknowledge(String id, String actor, String reason, Instant now)
      throws NoSuchAlertException {
    Alert alert = byId(id);
    return new Change(
        Change.Kind.ACKNOWLEDGED,
        alert.to().at(now).handled(State.ACKNOWLEDGED, actor, reason).build(),
        actor,
        now,
        alert.notifiedAt().isPresent());
  }

  /**
   * Somebody closes an alert. If its reason is still there at the next check, a new one begins.
   *
   * @param id the alert
   * @param actor who
   * @param reason why
   * @param now the time
   * @return what happens
   * @throws NoSuchAlertException if there is none that is active
   */
  public Change resolve(String id, String actor, String reason, Instant now)
      throws NoSuchAlertException {
    return over(byId(id), actor, reason, now);
  }

  private Alert byId(String id) throws NoSuchAlertException {
    return first(a -> a.id().equals(id))
        .orElseThrow(() -> new NoSuchAlertException("there is no active alert " + id));
  }

  private Optional<Alert> first(Predicate<Alert> which) {
    return active.values().stream().filter(which).findFirst();
  }

  private Optional<Alert> find(Target target, Cause cause) {
    return Optional.ofNullable(active.get(new Key(target.monitor(), cause)));
  }

  /**
   * Whether a silence covers an alert.
   *
   * @param alert which
   * @param now the time
   * @return true if nobody is told of it now
   */
  public boolean isSilenced(Alert alert, Instant now) {
    return allSilences().anyMatch(s -> s.covers(alert.target().monitor(), now));
  }

  /**
   * Alerts that are not over.
   *
   * @return the gravest first, then the oldest
   */
  public List<Alert> active() {
    return active.values().stream()
        .sorted(Comparator.comparing(Alert::level).reversed().thenComparing(Alert::openedAt))
        .toList();
  }

  /**
   * The latest alerts that are over.
   *
   * @return at most 1,000, the latest first
   */
  public List<Alert> resolved() {
    return List.copyOf(resolved);
  }

  /**
   * Alerts that are not over.
   *
   * @return as they began
   */
  public List<Alert> begun() {
    return List.copyOf(active.values());
  }

  /**
   * Silences that people set.
   *
   * @return also those that are over, by id
   */
  public List<Silence> set() {
    return List.copyOf(silences.values());
  }

  /**
   * Silences that have not ended.
   *
   * @param now the time
   * @return those that people set, by id, then those of the configuration
   */
  public List<Silence> silences(Instant now) {
    return allSilences().filter(s -> s.until().isAfter(now)).toList();
  }

  /**
   * The end of a silence ahead of its time.
   *
   * @param id which
   * @param now the time
   * @return the silence with its new end
   * @throws NoSuchAlertException if there is none
   */
  public Silence ended(String id, Instant now) throws NoSuchAlertException {
    Silence silence = silences.get(id);
    if (silence == null || !silence.until().isAfter(now)) {
      throw new NoSuchAlertException("there is no silence " + id);
    }
    Instant end = now.isAfter(silence.from()) ? now : silence.from().plusNanos(1_000);
    return new Silence(id, silence.monitors(), silence.by(), silence.reason(), silence.from(), end);
  }
}
