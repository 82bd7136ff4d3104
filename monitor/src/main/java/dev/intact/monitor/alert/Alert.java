package dev.intact.monitor.alert;

import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import dev.intact.record.RecordTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody has to be told of: one for each monitor and cause at a time, however many findings
 * it has. Immutable; the record of every change holds the whole of it.
 *
 * @param id names it for ever
 * @param target what it is about
 * @param cause why it is
 * @param state where it is in its life
 * @param level how urgent it is now
 * @param summary one line of visible characters
 * @param openedAt when it began
 * @param changedAt when it last changed
 * @param urgentSince since when it waits for somebody: opened, or got worse after somebody took it
 *     on
 * @param notifiedAt when channels were last told
 * @param escalatedAt when it was escalated since {@code urgentSince}
 * @param handledBy who acknowledged or closed it
 * @param reason why
 * @param violations how many there are now
 * @param verdicts how many of each verdict
 * @param shown the first of them
 * @param marks what was told already, by {@link Violation#mark}
 * @param untold whether it got worse since channels were last told, and they are told of it later
 */
public record Alert(
    String id,
    Target target,
    Cause cause,
    State state,
    Level level,
    String summary,
    Instant openedAt,
    Instant changedAt,
    Instant urgentSince,
    Optional<Instant> notifiedAt,
    Optional<Instant> escalatedAt,
    Optional<String> handledBy,
    Optional<String> reason,
    long violations,
    Map<Verdict, Long> verdicts,
    List<Violation> shown,
    Set<String> marks,
    boolean untold) {

  /** So many violations are shown in a message. */
  public static final int MAX_SHOWN = 20;

  /** So many violations are known apart; of more, only their number is. */
  static final int MAX_MARKS = 500;

  /** Copies. */
  public Alert {
    verdicts = Map.copyOf(verdicts);
    shown = List.copyOf(shown);
    marks = Set.copyOf(marks);
  }

  /**
   * Whether it is not resolved.
   *
   * @return true while it is open or acknowledged
   */
  public boolean isActive() {
    return state != State.RESOLVED;
  }

  /** What a new state of this alert is made of. */
  Builder to() {
    return new Builder(this);
  }

  /**
   * As JSON.
   *
   * @return an object; absent members are left out
   */
  public JsonObject toJson() {
    JsonObject.Builder counts = JsonObject.builder();
    verdicts.forEach((verdict, count) -> counts.put(verdict.name(), count));
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", id)
            .put("monitor", target.monitor())
            .put("kind", target.kind())
            .put("subject", target.subject())
            .put("cause", cause.text())
            .put("state", state.text())
            .put("level", level.text())
            .put("summary", summary)
            .put("opened_at", RecordTime.format(openedAt))
            .put("changed_at", RecordTime.format(changedAt))
            .put("urgent_since", RecordTime.format(urgentSince))
            .put("violations", violations)
            .put("violations_by_verdict", counts.build())
            .put("shown", Members.array(shown.stream().map(Violation::toJson).toList()))
            .put("marks", JsonArray.ofStrings(marks.stream().sorted().toList()));
    notifiedAt.ifPresent(at -> json.put("notified_at", RecordTime.format(at)));
    escalatedAt.ifPresent(at -> json.put("escalated_at", RecordTime.format(at)));
    handledBy.ifPresent(who -> json.put("handled_by", who));
    reason.ifPresent(why -> json.put("reason", why));
    return untold ? json.put("untold", true).build() : json.build();
  }

  /**
   * As people and programs outside see it: without what only the book needs.
   *
   * @return an object
   */
  public JsonObject toPublicJson() {
    return toJson().toBuilder().remove("marks").remove("untold").build();
  }

  /**
   * The alert that {@link #toJson} wrote.
   *
   * @param json the object
   * @return the alert
   * @throws IllegalArgumentException if it is none
   */
  public static Alert parse(JsonObject json) {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    JsonObject counts = Members.object(json, "violations_by_verdict");
    for (String name : counts.names()) {
      verdicts.put(Verdict.valueOf(name), Members.integer(counts, name));
    }
    List<Violation> shown = new ArrayList<>();
    Members.objects(json, "shown").forEach(v -> shown.add(Violation.parse(v)));
    return new Alert(
        Members.string(json, "id"),
        new Target(
            Members.string(json, "monitor"),
            Members.string(json, "kind"),
            Members.string(json, "subject")),
        Members.constant(Cause.class, json, "cause"),
        Members.constant(State.class, json, "state"),
        Members.constant(Level.class, json, "level"),
        Members.string(json, "summary"),
        Members.time(json, "opened_at"),
        Members.time(json, "changed_at"),
        Members.time(json, "urgent_since"),
        Members.optionalTime(json, "notified_at"),
        Members.optionalTime(json, "escalated_at"),
        json.string("handled_by"),
        json.string("reason"),
        Members.integer(json, "violations"),
        verdicts,
        shown,
        new LinkedHashSet<>(Members.strings(json, "marks")),
        json.get("untold").equals(Optional.of(new JsonBoolean(true))));
  }

  /** Collects what differs. */
  static final class Builder {
    private final Alert from;
    private State state;
    private Level level;
    private Instant changedAt;
    private Instant urgentSince;
    private Optional<Instant> notifiedAt;
    private Optional<Instant> escalatedAt;
    private Optional<String> handledBy;
    private Optional<String> reason;
    private Evidence evidence;
    private boolean untold;

    Builder(Alert from) {
      this.from = from;
      this.state = from.state;
      this.level = from.level;
      this.changedAt = from.changedAt;
      this.urgentSince = from.urgentSince;
      this.notifiedAt = from.notifiedAt;
      this.escalatedAt = from.escalatedAt;
      this.handledBy = from.handledBy;
      this.reason = from.reason;
      this.evidence =
          new Evidence(from.summary, from.violations, from.verdicts, from.shown, from.marks);
      this.untold = from.untold;
    }

    Builder at(Instant now) {
      changedAt = now;
      return this;
    }

    Builder level(Level next) {
      level = next;
      return this;
    }

    Builder evidence(Evidence next) {
      evidence = next;
      return this;
    }

    /** Somebody has to look, again if need be; who has not looked yet waits no less for it. */
    Builder urgent(Instant now) {
      if (state == State.OPEN) {
        return this;
      }
      state = State.OPEN;
      urgentSince = now;
      escalatedAt = Optional.empty();
      handledBy = Optional.empty();
      reason = Optional.empty();
      return this;
    }

    Builder handled(State next, String by, String why) {
      state = next;
      handledBy = Optional.of(by);
      reason = Optional.of(why);
      return this;
    }

    Builder notified(Instant now) {
      notifiedAt = Optional.of(now);
      untold = false;
      return this;
    }

    Builder untold() {
      untold = true;
      return this;
    }

    Builder escalated(Instant now) {
      escalatedAt = Optional.of(now);
      return this;
    }

    Alert build() {
      return new Alert(
          from.id,
          from.target,
          from.cause,
          state,
          level,
          evidence.summary(),
          from.openedAt,
          changedAt,
          urgentSince,
          notifiedAt,
          escalatedAt,
          handledBy,
          reason,
          evidence.violations(),
          evidence.verdicts(),
          evidence.shown(),
          evidence.marks(),
          untold);
    }
  }
}
