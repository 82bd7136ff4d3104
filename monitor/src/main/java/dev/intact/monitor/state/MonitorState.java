package dev.intact.monitor.state;

import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.AlertBook;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Silence;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.deliver.Outbox;
import dev.intact.monitor.deliver.Pending;
import dev.intact.monitor.state.Tallies.Kind;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that monitoring knows, built from its acts one after the other: the same way at the
 * start, from the log, and while it runs, behind each act that was just recorded. Not thread-safe.
 */
public final class MonitorState {

  /** So many days are kept for trends. */
  public static final int TREND_DAYS = 30;

  private static final int MAX_RETIRED = 200;

  /**
   * A report in the log.
   *
   * @param date the day it is of
   * @param index where it stands
   * @param at when it was made
   * @param summary its totals
   */
  public record Made(String date, long index, Instant at, JsonObject summary) {

    JsonObject toJson() {
      return JsonObject.builder()
          .put("date", date)
          .put("index", index)
          .put("at", RecordTime.format(at))
          .put("totals", summary)
          .build();
    }
  }

  /** So many messages that were given up are kept for reports. */
  private static final int MAX_LOST = 50;

  /**
   * A message that was given up.
   *
   * @param at when
   * @param channel on which way
   * @param detail why
   */
  public record GivenUp(Instant at, String channel, String detail) {

    JsonObject toJson() {
      return JsonObject.builder()
          .put("at", RecordTime.format(at))
          .put("channel", channel)
          .put("detail", detail)
          .build();
    }
  }

  private final AlertBook book = new AlertBook();
  private final Outbox outbox;
  private final Map<String, LastRun> runs = new TreeMap<>();
  private final Tallies tallies = new Tallies();
  private final Deque<Made> reports = new ArrayDeque<>();
  private Optional<String> configuration = Optional.empty();
  private Optional<Instant> firstAt = Optional.empty();
  private final Deque<GivenUp> lost = new ArrayDeque<>();

  /**
   * An empty state.
   *
   * @param outbox takes the messages that are not delivered yet
   */
  public MonitorState(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Takes an act in.
   *
   * @param index where it stands in the log
   * @param act the record, or what was recorded without its integrity
   * @throws IOException if it makes no sense
   */
  public void apply(long index, JsonObject act) throws IOException {
    try {
      take(index, act);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "the act at " + index + " of the monitoring's log: " + e.getMessage(), e);
    }
  }

  private void take(long index, JsonObject act) {
    Instant at = Members.time(act, "at");
    if (firstAt.isEmpty()) {
      firstAt = Optional.of(at);
    }
    for (JsonObject change : Members.objects(act, "alerts")) {
      alert(index, at, change);
    }
    switch (Members.string(act, "event_type")) {
      case Acts.CHECKED -> checked(act, at);
      case Acts.FAILED -> failed(act, at);
      case Acts.SILENCE -> book.apply(Silence.parse(Members.object(act, "silence")));
      case Acts.DELIVERED -> {
        tallies.add(Kind.DELIVERED, Members.string(act, "channel"), 1);
        settled(act);
      }
      case Acts.GIVEN_UP -> {
        String channel = Members.string(act, "channel");
        tallies.add(Kind.GIVEN_UP, channel, 1);
        lost.addLast(new GivenUp(at, channel, act.string("detail").orElse("")));
        if (lost.size() > MAX_LOST) {
          lost.removeFirst();
        }
        settled(act);
      }
      case Acts.REPORT -> report(index, act, at);
      case Acts.CONFIG -> {
        configuration = act.string("sha256");
        for (String name : Members.strings(act, "retired")) {
          runs.remove(name);
          tallies.retired(name);
        }
      }
      default -> {
        // alerts alone, or a later version's act that changes nothing here
      }
    }
  }

  /** Takes in a line of a kept state; all of them together are what {@link #apply} has made. */
  void restore(JsonObject line) {
    line.string("configuration").ifPresent(c -> configuration = Optional.of(c));
    Members.optionalTime(line, "first_at").ifPresent(t -> firstAt = Optional.of(t));
    line.object("alert").ifPresent(a -> book.restore(Alert.parse(a)));
    line.object("silence").ifPresent(s -> book.apply(Silence.parse(s)));
    line.object("run").map(LastRun::parse).ifPresent(r -> runs.put(r.target().monitor(), r));
    line.object("message")
        .ifPresent(m ->
            outbox.add(
                new Pending(
                    Members.string(m, "id"),
                    Members.string(m, "channel"),
                    Members.string(m, "about"),
                    Members.integer(m, "index"),
                    Members.time(m, "at"))));
    line.object("report")
        .ifPresent(r ->
            reports.addLast(
                new Made(
                    Members.string(r, "date"),
                    Members.integer(r, "index"),
                    Members.time(r, "at"),
                    Members.object(r, "totals"))));
    line.object("given_up")
        .ifPresent(l ->
            lost.addLast(
                new GivenUp(
                    Members.time(l, "at"),
                    Members.string(l, "channel"),
                    Members.string(l, "detail"))));
    line.object("tally").ifPresent(tallies::restore);
  }

  private void alert(long index, Instant at, JsonObject json) {
    Change change = change(json, at);
    tallies.add(Kind.VIOLATIONS, change.alert().target().monitor(), book.apply(change));
    if (change.kind() == Change.Kind.RESOLVED && change.alert().cause() == Cause.MONITOR_FAILED) {
      runs.computeIfPresent(change.alert().target().monitor(), (name, run) -> working(run));
    }
    for (JsonObject message : Members.objects(json, "messages")) {
      outbox.add(
          new Pending(
              Members.string(message, "id"),
              Members.string(message, "channel"),
              change.alert().id(),
              index,
              at));
    }
  }

  /** A run that never had a result leaves nothing when it is no failure any more. */
  private static @Nullable LastRun working(LastRun run) {
    return run.report().isEmpty()
        ? null
        : new LastRun(run.target(), run.at(), run.succeededAt(), Optional.empty(), run.report());
  }

  /**
   * A change as it stands in an act.
   *
   * @param json a member of its alerts
   * @param at the act's time
   * @return the change
   */
  public static Change change(JsonObject json, Instant at) {
    return new Change(
        Members.constant(Change.Kind.class, json, "change"),
        Alert.parse(Members.object(json, "alert")),
        Members.string(json, "by"),
        at,
        json.get("told").equals(Optional.of(new JsonBoolean(true))));
  }

  private static Target target(JsonObject act) {
    return new Target(
        Members.string(act, "monitor"),
        Members.string(act, "kind"),
        Members.string(act, "subject"));
  }

  private void checked(JsonObject act, Instant at) {
    Target target = target(act);
    missed(act, target);
    JsonObject report = Members.object(act, "report");
    int slash = target.monitor().indexOf('/');
    if (slash > 0) {
      // There is something to check now: that there was nothing counts no more.
      runs.computeIfPresent(
          target.monitor().substring(0, slash),
          (name, run) -> run.failure().isPresent() ? run : null);
    }
    runs.put(
        target.monitor(),
        new LastRun(target, at, Optional.of(at), Optional.empty(), Optional.of(report)));
  }

  private void failed(JsonObject act, Instant at) {
    Target target = target(act);
    missed(act, target);
    Optional<LastRun> before = run(target.monitor());
    runs.put(
        target.monitor(),
        new LastRun(
            target,
            at,
            before.flatMap(LastRun::succeededAt),
            Optional.of(Members.string(act, "reason")),
            act.object("report").or(() -> before.flatMap(LastRun::report))));
    tallies.add(Kind.FAILURES, target.monitor(), 1);
  }

  private void missed(JsonObject act, Target target) {
    tallies.add(Kind.MISSED, target.monitor(), act.integer("missed").orElse(0L));
  }

  private void settled(JsonObject act) {
    outbox.settled(Members.string(act, "message"), Members.string(act, "channel"));
  }

  private void report(long index, JsonObject act, Instant at) {
    String date = Members.string(act, "date");
    reports.addLast(
        new Made(
            date,
            index,
            at,
            Members.object(act, "report").object("totals").orElse(JsonObject.empty())));
    if (reports.size() > TREND_DAYS) {
      reports.removeFirst();
    }
    for (JsonObject message : Members.objects(act, "messages")) {
      outbox.add(
          new Pending(
              Members.string(message, "id"),
              Members.string(message, "channel"),
              "report-" + date,
              index,
              at));
    }
  }

  /**
   * Alerts and silences.
   *
   * @return the book
   */
  public AlertBook book() {
    return book;
  }

  /**
   * Messages that wait.
   *
   * @return the outbox
   */
  public Outbox outbox() {
    return outbox;
  }

  /**
   * The last run of each monitor and subject.
   *
   * @return by name
   */
  public List<LastRun> runs() {
    return new ArrayList<>(runs.values());
  }

  /**
   * The last run of one.
   *
   * @param monitor its name
   * @return empty if there was none
   */
  public Optional<LastRun> run(String monitor) {
    return Optional.ofNullable(runs.get(monitor));
  }

  /**
   * Names of runs under which a configuration checks nothing any more.
   *
   * @param config what is in force now
   * @return as many as a record holds
   */
  public List<String> retired(MonitorConfig config) {
    return runs.values().stream()
        .map(LastRun::target)
        .filter(t -> !config.checks(t))
        .map(Target::monitor)
        .limit(MAX_RETIRED)
        .toList();
  }

  /**
   * How often something happened.
   *
   * @return since the log began
   */
  public Tallies tallies() {
    return tallies;
  }

  /**
   * The latest reports.
   *
   * @return oldest first, at most {@link #TREND_DAYS}
   */
  public List<Made> reports() {
    return List.copyOf(reports);
  }

  /**
   * When the first act was.
   *
   * @return empty in an empty log
   */
  public Optional<Instant> firstAt() {
    return firstAt;
  }

  /**
   * The configuration that was last in force.
   *
   * @return its SHA-256
   */
  public Optional<String> configuration() {
    return configuration;
  }

  /**
   * The latest messages that were given up.
   *
   * @return oldest first, at most 50
   */
  public List<GivenUp> lost() {
    return List.copyOf(lost);
  }
}
