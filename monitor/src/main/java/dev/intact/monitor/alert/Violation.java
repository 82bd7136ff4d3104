package dev.intact.monitor.alert;

import dev.intact.finding.Finding;
import dev.intact.finding.Severity;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * One thing that is wrong, as messages show it. Its texts are visible characters and not long,
 * whatever was found.
 *
 * @param mark 16 hexadecimal digits: the same for the same violation of the same monitor with the
 *     same content, and no other
 * @param subject the file, record or row
 * @param verdict what it is
 * @param severity how grave
 * @param detail one sentence
 * @param expected what was committed to
 * @param actual what is there
 */
public record Violation(
    String mark,
    String subject,
    Verdict verdict,
    Severity severity,
    String detail,
    Optional<String> expected,
    Optional<String> actual) {

  private static final int MAX_TEXT = 200;
  private static final int MAX_DIGEST = 128;

  /**
   * A finding as a violation.
   *
   * @param monitor the monitor that found it
   * @param finding without an explanation
   * @return the violation
   */
  public static Violation of(String monitor, Finding finding) {
    String subject =
        finding.subject()
            + (finding.index().isPresent() ? " index " + finding.index().getAsLong() : "")
            + finding.recordId().map(id -> " (" + id + ")").orElse("");
    return new Violation(
        mark(monitor, finding),
        Visible.line(subject, MAX_TEXT),
        finding.verdict(),
        finding.severity(),
        Visible.line(finding.detail(), MAX_TEXT),
        finding.expected().map(e -> Visible.line(e, MAX_DIGEST)),
        finding.actual().map(a -> Visible.line(a, MAX_DIGEST)));
  }

  private static String mark(String monitor, Finding finding) {
    return Ids.digest(
        8,
        monitor,
        finding.subject(),
        finding.index().toString(),
        finding.verdict().name(),
        finding.expected().orElse(""),
        finding.actual().orElse(""));
  }

  /**
   * One line for people.
   *
   * @return verdict, subject and detail
   */
  public String line() {
    return verdict + " " + subject + ": " + detail;
  }

  /**
   * As JSON.
   *
   * @return an object; absent members are left out
   */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("mark", mark)
            .put("subject", subject)
            .put("verdict", verdict.name())
            .put("severity", severity.name().toLowerCase(Locale.ROOT))
            .put("detail", detail);
    expected.ifPresent(e -> json.put("expected", e));
    actual.ifPresent(a -> json.put("actual", a));
    return json.build();
  }

  static Violation parse(JsonObject json) {
    return new Violation(
        Members.string(json, "mark"),
        Members.string(json, "subject"),
        Members.constant(Verdict.class, json, "verdict"),
        Members.constant(Severity.class, json, "severity"),
        Members.string(json, "detail"),
        json.string("expected"),
        json.string("actual"));
  }
}
