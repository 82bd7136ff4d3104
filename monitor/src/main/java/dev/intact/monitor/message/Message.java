package dev.intact.monitor.message;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is sent, before a channel gives it its form. All texts are visible characters in one line;
 * what each channel's form treats specially, the channel escapes.
 *
 * @param id the same at every attempt and after a restart, so that a receiver can tell a repetition
 * @param type what it tells of: {@code alert_opened}, {@code alert_resolved}, … {@code report},
 *     {@code test}
 * @param at when that was
 * @param host where it was
 * @param level how urgent it is
 * @param over whether it is the end of what earlier messages of this key told of
 * @param key the same for all messages about one thing
 * @param title one line that says it all
 * @param lines the rest
 * @param data everything, for programs; an alert is without its marks
 * @param alert the alert, if it is of one
 * @param html a page that says the same, if there is one
 */
public record Message(
    String id,
    String type,
    Instant at,
    String host,
    Level level,
    boolean over,
    String key,
    String title,
    List<String> lines,
    JsonObject data,
    Optional<Alert> alert,
    Optional<String> html) {

  /** Copies. */
  public Message {
    lines = List.copyOf(lines);
  }

  /** The type of a message that tries a channel. */
  public static final String TEST = "test";

  /** The type of a daily report. */
  public static final String REPORT = "report";

  /**
   * Title and lines.
   *
   * @return text with line ends
   */
  public String text() {
    return title + "\n\n" + String.join("\n", lines) + "\n";
  }
}
