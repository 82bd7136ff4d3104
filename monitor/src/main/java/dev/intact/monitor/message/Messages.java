package dev.intact.monitor.message;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.alert.Violation;
import dev.intact.monitor.alert.Visible;
import dev.intact.record.RecordTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes messages. */
public final class Messages {

  private static final int MAX_TITLE = 200;

  private Messages() {}

  /**
   * Of what happened to an alert.
   *
   * @param id the message's id
   * @param change what happened
   * @param host where
   * @return the message
   */
  public static Message of(String id, Change change, String host) {
    Alert alert = change.alert();
    boolean over = change.kind() == Change.Kind.RESOLVED;
    JsonObject data = alert.toPublicJson().toBuilder().put("change", change.kind().text()).build();
    return new Message(
        id,
        "alert_" + change.kind().text(),
        change.at(),
        host,
        alert.level(),
        over,
        alert.id(),
        title(change, host),
        lines(change),
        data,
        Optional.of(alert),
        Optional.empty());
  }

  private static String title(Change change, String host) {
    Alert alert = change.alert();
    String word =
        switch (change.kind()) {
          case RESOLVED -> "RESOLVED";
          case ACKNOWLEDGED -> "ACKNOWLEDGED";
          case ESCALATED -> alert.level() + " unacknowledged";
          case REMINDED -> alert.level() + " still";
          case OPENED, RAISED, WORSE, CHANGED -> alert.level().name();
        };
    String what =
        switch (alert.cause()) {
          case VIOLATIONS -> alert.summary();
          case MONITOR_FAILED -> "the check failed: " + alert.summary();
          case CHANNEL_FAILED -> "the channel fails: " + alert.summary();
          case CONFIG_REFUSED -> "a configuration was refused: " + alert.summary();
        };
    String monitor = alert.target().monitor();
    return Visible.line("[intact] " + word + " " + host + " " + monitor + ": " + what, MAX_TITLE);
  }

  private static List<String> lines(Change change) {
    Alert alert = change.alert();
    List<String> lines = new ArrayList<>();
    lines.add(
        Visible.line(
            alert.target().kind()
                + " "
                + alert.target().subject()
                + ", alert "
                + alert.id()
                + ", since "
                + RecordTime.format(alert.openedAt()),
            MAX_TITLE));
    alert
        .handledBy()
        .ifPresent(who ->
            lines.add(
                Visible.line(
                    alert.state().text() + " by " + who + ": " + alert.reason().orElse(""), 400)));
    for (Violation violation : alert.shown()) {
      lines.add(violation.line());
    }
    long more = alert.violations() - alert.shown().size();
    if (more > 0 && !alert.shown().isEmpty()) {
      lines.add("and " + more + " more");
    }
    if (alert.isActive() && alert.cause() == Cause.VIOLATIONS) {
      lines.add("take it on: intact monitor ack " + alert.id() + " --reason REASON");
    }
    return lines;
  }

  /**
   * That tries a channel.
   *
   * @param id the message's id
   * @param channel which
   * @param at when
   * @param host where
   * @param actor who asked for it
   * @return the message
   */
  public static Message test(String id, String channel, Instant at, String host, String actor) {
    return new Message(
        id,
        Message.TEST,
        at,
        host,
        Level.INFO,
        false,
        id,
        Visible.line("[intact] TEST " + host + " " + channel, MAX_TITLE),
        List.of(Visible.line("A test of the channel " + channel + ", sent by " + actor, 400)),
        JsonObject.builder()
            .put("channel", channel)
            .put("sent_by", actor)
            .put("level", Level.INFO.name().toLowerCase(Locale.ROOT))
            .build(),
        Optional.empty(),
        Optional.empty());
  }
}
