package dev.intact.monitor.state;

import dev.intact.finding.CheckReport;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Ids;
import dev.intact.monitor.alert.Silence;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Visible;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.deliver.Pending;
import dev.intact.record.RecordTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes acts. What happens at one moment is one record: a run, the alerts that it changes, and the
 * messages that are due for them, so that no crash can part them.
 */
public final class Acts {

  /** A check came to a result. */
  public static final String CHECKED = "monitor_checked";

  /** A check came to none. */
  public static final String FAILED = "monitor_failed";

  /** Alerts changed for another reason: time, or a person. */
  public static final String ALERTS = "alerts_changed";

  /** A silence was set, or ended ahead of its time. */
  public static final String SILENCE = "silence_set";

  /** A channel took a message. */
  public static final String DELIVERED = "message_delivered";

  /** A message was given up. */
  public static final String GIVEN_UP = "message_given_up";

  /** A daily report was made. */
  public static final String REPORT = "report_made";

  /** A configuration is in force. */
  public static final String CONFIG = "config_loaded";

  /** A person tried a channel. */
  public static final String TESTED = "channel_tested";

  /** The state was written down. */
  public static final String KEPT = "state_kept";

  private Acts() {}

  /**
   * A run that came to a result.
   *
   * @param target what was checked
   * @param report what was found; of the findings only numbers are kept here, the alerts have more
   * @param missed how many runs before it did not take place
   * @param changes what it means
   * @param config who is told
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject checked(
      Target target,
      CheckReport report,
      long missed,
      List<Change> changes,
      MonitorConfig config,
      Instant now) {
    return run(target, missed, changes, config, now).put("report", figures(report)).build();
  }

  private static JsonObject figures(CheckReport report) {
    return report.toJson().toBuilder().remove("findings").build();
  }

  /**
   * A run that came to none.
   *
   * @param target what was to be checked
   * @param reason why it was not
   * @param report what was found, if it read a part
   * @param missed how many runs before it did not take place
   * @param changes what it means
   * @param config who is told
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject failed(
      Target target,
      String reason,
      Optional<CheckReport> report,
      long missed,
      List<Change> changes,
      MonitorConfig config,
      Instant now) {
    JsonObject.Builder act =
        run(target, missed, changes, config, now).put("reason", Visible.line(reason, 300));
    report.ifPresent(r -> act.put("report", figures(r)));
    return act.build();
  }

  private static JsonObject.Builder run(
      Target target, long missed, List<Change> changes, MonitorConfig config, Instant now) {
    JsonObject.Builder act =
        JsonObject.builder()
            .put("at", RecordTime.format(now))
            .put("monitor", target.monitor())
            .put("kind", target.kind())
            .put("subject", target.subject())
            .put("alerts", changes(changes, config));
    return missed == 0 ? act : act.put("missed", missed);
  }

  /**
   * Alerts that changed by themselves.
   *
   * @param changes what happened
   * @param config who is told
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject alerts(List<Change> changes, MonitorConfig config, Instant now) {
    return JsonObject.builder()
        .put("at", RecordTime.format(now))
        .put("alerts", changes(changes, config))
        .build();
  }

  private static JsonArray changes(List<Change> changes, MonitorConfig config) {
    List<JsonValue> all = new ArrayList<>();
    for (Change change : changes) {
      List<JsonValue> messages = new ArrayList<>();
      for (String channel : config.told(change)) {
        messages.add(message(change, channel));
      }
      all.add(
          JsonObject.builder()
              .put("change", change.kind().text())
              .put("told", change.told())
              .put("by", change.actor())
              .put("alert", change.alert().toJson())
              .put("messages", new JsonArray(messages))
              .build());
    }
    return new JsonArray(all);
  }

  private static JsonObject message(Change change, String channel) {
    String id =
        Ids.of(
            "msg",
            change.alert().id(),
            change.kind().text(),
            RecordTime.format(change.at()),
            channel);
    return JsonObject.builder().put("id", id).put("channel", channel).build();
  }

  /**
   * A silence.
   *
   * @param silence the silence
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject silence(Silence silence, Instant now) {
    return JsonObject.builder()
        .put("at", RecordTime.format(now))
        .put("silence", silence.toJson())
        .build();
  }

  /**
   * The end of a message's way.
   *
   * @param pending the message
   * @param detail what the receiver said
   * @param changes what it means
   * @param config who is told
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject settled(
      Pending pending, String detail, List<Change> changes, MonitorConfig config, Instant now) {
    return JsonObject.builder()
        .put("at", RecordTime.format(now))
        .put("message", pending.id())
        .put("channel", pending.channel())
        .put("attempts", pending.attempts() + 1L)
        .put("detail", detail)
        .put("alerts", changes(changes, config))
        .build();
  }

  /**
   * A report.
   *
   * @param date the day it is of
   * @param report the report
   * @param channels who gets it
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject report(
      String date, JsonObject report, List<String> channels, Instant now) {
    List<JsonValue> messages = new ArrayList<>();
    for (String channel : channels) {
      messages.add(
          JsonObject.builder()
              .put("id", Ids.of("msg", "report", date, channel))
              .put("channel", channel)
              .build());
    }
    return JsonObject.builder()
        .put("at", RecordTime.format(now))
        .put("date", date)
        .put("report", report)
        .put("messages", new JsonArray(messages))
        .build();
  }

  /**
   * A configuration.
   *
   * @param sha256 of its file
   * @param retired names under which nothing is checked any more
   * @param changes what it means
   * @param config the configuration
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject config(
      String sha256,
      List<String> retired,
      List<Change> changes,
      MonitorConfig config,
      Instant now) {
    return JsonObject.builder()
        .put("at", RecordTime.format(now))
        .put("sha256", sha256)
        .put("retired", JsonArray.ofStrings(retired))
        .put("alerts", changes(changes, config))
        .build();
  }

  /**
   * A state that was written down. It stands right behind the last act that is in it.
   *
   * @param next its own index
   * @param sha256 of the file
   * @param now the time
   * @return the members of the act
   */
  public static JsonObject kept(long next, String sha256, Instant now) {
    return JsonObject.builder()
        .put("at", RecordTime.format(now))
        .put("next", next)
        .put("sha256", sha256)
        .build();
  }
}
