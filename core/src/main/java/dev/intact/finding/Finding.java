package dev.intact.finding;

import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that a check found, with what a stranger needs to see it too.
 *
 * @param verdict what it is
 * @param severity how grave it is
 * @param subject what it is about: a log, a tile, a file
 * @param index the entry's index, if it is about one
 * @param recordId the record's id, if it is known
 * @param detail one sentence for people
 * @param expected what was committed to, usually a hash in hexadecimal
 * @param actual what is there
 * @param evidence the pieces
 * @param explanation what accounts for it, with how strong the evidence is, for example an upgrade
 *     by the package manager; explained findings are shown and do not count as violations
 */
public record Finding(
    Verdict verdict,
    Severity severity,
    String subject,
    OptionalLong index,
    Optional<String> recordId,
    String detail,
    Optional<String> expected,
    Optional<String> actual,
    List<Evidence> evidence,
    Optional<String> explanation) {

  /** Copies the evidence. */
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /**
   * A finding about a subject as a whole.
   *
   * @param verdict what it is
   * @param subject what it is about
   * @param detail one sentence for people
   * @return a finding of the verdict's own severity
   */
  public static Finding of(Verdict verdict, String subject, String detail) {
    return new Finding(
        verdict,
        verdict.severity(),
        subject,
        OptionalLong.empty(),
        Optional.empty(),
        detail,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  /**
   * The same about one entry.
   *
   * @param at its index
   * @return a new finding
   */
  public Finding at(long at) {
    return new Finding(
        verdict,
        severity,
        subject,
        OptionalLong.of(at),
        recordId,
        detail,
        expected,
        actual,
        evidence,
        explanation);
  }

  /**
   * The same with the record's id.
   *
   * @param id the id as it stands in the record
   * @return a new finding
   */
  public Finding withRecord(Optional<String> id) {
    return new Finding(
        verdict, severity, subject, index, id, detail, expected, actual, evidence, explanation);
  }

  /**
   * The same with what was compared.
   *
   * @param wanted what was committed to
   * @param found what is there
   * @return a new finding
   */
  public Finding comparing(String wanted, String found) {
    return new Finding(
        verdict,
        severity,
        subject,
        index,
        recordId,
        detail,
        Optional.of(wanted),
        Optional.of(found),
        evidence,
        explanation);
  }

  /**
   * The same with one more piece of evidence.
   *
   * @param piece the piece
   * @return a new finding
   */
  public Finding with(Evidence piece) {
    List<Evidence> more = new java.util.ArrayList<>(evidence);
    more.add(piece);
    return new Finding(
        verdict, severity, subject, index, recordId, detail, expected, actual, more, explanation);
  }

  /**
   * The same, accounted for.
   *
   * @param by what accounts for it, with how strong the evidence is
   * @return a new finding that is no violation
   */
  public Finding explained(String by) {
    return new Finding(
        verdict,
        severity,
        subject,
        index,
        recordId,
        detail,
        expected,
        actual,
        evidence,
        Optional.of(by));
  }

  /**
   * The same, as grave as said.
   *
   * @param other how grave
   * @return a new finding
   */
  public Finding withSeverity(Severity other) {
    return new Finding(
        verdict, other, subject, index, recordId, detail, expected, actual, evidence, explanation);
  }

  /**
   * The finding as JSON.
   *
   * @return an object; absent members are left out
   */
  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("verdict", verdict.name())
            .put("severity", severity.name().toLowerCase(Locale.ROOT))
            .put("subject", subject)
            .put("detail", detail);
    index.ifPresent(i -> json.put("index", i));
    recordId.ifPresent(id -> json.put("audit_id", id));
    expected.ifPresent(e -> json.put("expected", e));
    actual.ifPresent(a -> json.put("actual", a));
    explanation.ifPresent(e -> json.put("explanation", e));
    if (!evidence.isEmpty()) {
      json.put(
          "evidence", new JsonArray(evidence.stream().<JsonValue>map(Finding::toJson).toList()));
    }
    return json.build();
  }

  /**
   * The finding that {@link #toJson} wrote.
   *
   * @param json the object; members that are not known are passed over
   * @return the finding
   * @throws IllegalArgumentException if it is none
   */
  public static Finding parse(JsonObject json) {
    List<Evidence> evidence = new java.util.ArrayList<>();
    for (JsonValue piece : json.array("evidence").orElse(List.of())) {
      if (!(piece instanceof JsonObject object)) {
        throw new IllegalArgumentException("a piece of evidence is a JSON object");
      }
      evidence.add(
          new Evidence(
              member(object, "name"), member(object, "encoding"), member(object, "value")));
    }
    Optional<Long> index = json.integer("index");
    return new Finding(
        Verdict.valueOf(member(json, "verdict")),
        Severity.valueOf(member(json, "severity").toUpperCase(Locale.ROOT)),
        member(json, "subject"),
        index.isPresent() ? OptionalLong.of(index.get()) : OptionalLong.empty(),
        json.string("audit_id"),
        member(json, "detail"),
        json.string("expected"),
        json.string("actual"),
        evidence,
        json.string("explanation"));
  }

  private static String member(JsonObject json, String name) {
    return json.string(name)
        .orElseThrow(() -> new IllegalArgumentException("a finding has a " + name));
  }

  private static JsonObject toJson(Evidence piece) {
    return JsonObject.builder()
        .put("name", piece.name())
        .put("encoding", piece.encoding())
        .put("value", piece.value())
        .build();
  }

  /**
   * One line for people.
   *
   * @return verdict, place, detail and what was compared
   */
  public String toText() {
    StringBuilder line = new StringBuilder(verdict.name()).append("  ").append(subject);
    index.ifPresent(i -> line.append(" index ").append(i));
    recordId.ifPresent(id -> line.append(" (").append(id).append(')'));
    line.append(": ").append(detail);
    expected.ifPresent(e -> line.append("\n    expected ").append(e));
    actual.ifPresent(a -> line.append("\n    actual   ").append(a));
    explanation.ifPresent(e -> line.append("\n    explained: ").append(e));
    return line.toString();
  }
}
