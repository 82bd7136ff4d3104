package dev.intact.audit;

import dev.intact.finding.Verdict;
import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.RecordDraft;
import dev.intact.record.RecordTime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One record of a trail in the older style: its hash is SHA-256 over {@link PythonJson} of the
 * record without {@code integrity.hash}.
 *
 * @param draft what goes into the log: the original bytes with the verdict on them
 * @param verdict OK, CONTENT_TAMPERED, or UNVERIFIABLE without a hash
 * @param stated the hash in the record, or empty
 * @param computed the hash it should be
 */
record OlderRecord(RecordDraft draft, Verdict verdict, String stated, String computed) {

  static final String FORMAT = "python-json-dumps-sha256";

  private static final int MAX_ORIGINAL = 30_000;
  private static final List<String> HASH = List.of("integrity", "hash");

  /** The line cannot be imported; the message says why. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Verifies a line and prepares it.
   *
   * @param line one JSON object, UTF-8
   * @param number the line's number, so that equal lines without an id stay apart
   * @param trail where it goes
   * @param now the time of event where the record has none
   * @param actor who imports
   */
  static OlderRecord of(byte[] line, long number, String trail, Instant now, String actor)
      throws RefusedException {
    if (line.length > MAX_ORIGINAL) {
      throw new RefusedException(
          "the record has " + line.length + " bytes; at most " + MAX_ORIGINAL + " are imported");
    }
    JsonObject original = parse(line);
    for (String member : List.of("trail_id", "family_id")) {
      if (original.string(member).filter(s -> !s.equals(trail)).isPresent()) {
        throw new RefusedException(
            "/" + member + ": the record is of trail " + original.string(member).get());
      }
    }
    String computed = sha256(PythonJson.dumps(line, HASH));
    String stated = original.object("integrity").flatMap(i -> i.string("hash")).orElse("");
    Verdict verdict = Verdict.CONTENT_TAMPERED;
    if (stated.isEmpty()) {
      verdict = Verdict.UNVERIFIABLE;
    } else if (stated.equalsIgnoreCase(computed)) {
      verdict = Verdict.OK;
    }
    JsonObject imported =
        JsonObject.builder()
            .put("format", FORMAT)
            .put("original", new String(line, StandardCharsets.UTF_8))
            .put("stated_hash", stated)
            .put("computed_hash", computed)
            .put("verdict", verdict.name())
            .build();
    List<String> added = new ArrayList<>();
    JsonObject record =
        JsonObject.builder()
            .put("audit_id", id(original, line, number))
            .put("trail_id", trail)
            .put(
                "event_type",
                original.string("event_type").filter(OlderRecord::isType).orElse("imported"))
            .put(
                "timestamp",
                RecordTime.format(
                    time(original)
                        .orElseGet(() -> {
                          added.add("timestamp");
                          return now;
                        })))
            .put("import", imported)
            .build();
    return new OlderRecord(RecordDraft.of(record, false, added, actor), verdict, stated, computed);
  }

  private static JsonObject parse(byte[] line) throws RefusedException {
    try {
      if (Json.parse(line, JsonLimits.ECMA) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
    throw new RefusedException("a record is a JSON object");
  }

  private static boolean isType(String type) {
    return !type.isEmpty() && type.length() <= RecordValidator.MAX_TYPE;
  }

  private static String id(JsonObject original, byte[] line, long number) {
    return original
        .string("audit_id")
        .filter(RecordValidator::isId)
        .orElseGet(() -> "import:" + sha256(line) + ":" + number);
  }

  /** Python's naive {@code isoformat()} and {@code str()} have no offset; they are taken as UTC. */
  private static Optional<Instant> time(JsonObject original) {
    return original
        .string("timestamp")
        .flatMap(t ->
            RecordTime.parse(t)
                .or(() -> RecordTime.parse(t + "Z"))
                .or(() -> RecordTime.parse(t.replaceFirst("^([0-9-]{10}) ", "$1T") + "Z"))
                .or(() -> RecordTime.parse(t.replaceFirst("^([0-9-]{10}) ", "$1T"))));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
