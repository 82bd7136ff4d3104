package dev.intact.files.notice;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What somebody said about changes to come. Immutable.
 *
 * @param kind what it is
 * @param patterns paths or patterns of paths; for a window none means all of the set
 * @param sha256 contents that are expected, lower-case hexadecimal; none means any
 * @param from since when it counts
 * @param until up to when a change is covered
 * @param executables whether it covers new executables and set-id bits too
 * @param by who
 * @param reason why
 */
public record Notice(
    Kind kind,
    List<Glob> patterns,
    List<String> sha256,
    Instant from,
    Instant until,
    boolean executables,
    String by,
    String reason) {

  /** How far ahead an announcement may reach. */
  public static final Duration MAX_AHEAD = Duration.ofDays(366);

  /** How long a window may be open. */
  public static final Duration MAX_WINDOW = Duration.ofDays(7);

  /** How many patterns, and how many digests, at most. */
  public static final int MAX_NAMED = 200;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** What a notice is. */
  public enum Kind {
    /** One change of each path is announced. */
    ANNOUNCEMENT,
    /** Whatever changes during that time is to be explained by it. */
    WINDOW
  }

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if it makes no sense; says why
   */
  public Notice {
    patterns = List.copyOf(patterns);
    sha256 = List.copyOf(sha256);
    require(!by.isBlank(), "who says so must be named");
    require(!reason.isBlank(), "a reason is needed");
    require(reason.length() <= 1000 && by.length() <= 200, "the reason or the name is too long");
    require(until.isAfter(from), "it must end after it begins");
    require(
        patterns.size() <= MAX_NAMED && sha256.size() <= MAX_NAMED,
        "at most " + MAX_NAMED + " paths and as many digests");
    for (String digest : sha256) {
      require(SHA256.matcher(digest).matches(), "no SHA-256 in lower-case hexadecimal: " + digest);
    }
    if (kind == Kind.ANNOUNCEMENT) {
      require(!patterns.isEmpty(), "at least one path is needed");
      require(
          !Duration.between(from, until).minus(MAX_AHEAD).isPositive(),
          "it must end within " + MAX_AHEAD.toDays() + " days");
    } else {
      require(sha256.isEmpty(), "a window knows no digests");
      require(
          !Duration.between(from, until).minus(MAX_WINDOW).isPositive(),
          "a window is open for at most " + MAX_WINDOW.toDays() + " days");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Whether a path is meant. */
  boolean covers(ByteString path) {
    return patterns.isEmpty() || patterns.stream().anyMatch(p -> p.matches(path));
  }

  /** For people. */
  String text(long index) {
    return (kind == Kind.ANNOUNCEMENT ? "announcement " : "window ")
        + index
        + " by "
        + by
        + ": "
        + reason;
  }

  /**
   * The notice as JSON.
   *
   * @return what {@link #parse} reads
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("paths", JsonArray.ofStrings(patterns.stream().map(Glob::toString).toList()))
        .put("sha256", JsonArray.ofStrings(sha256))
        .put("from", from.toString())
        .put("until", until.toString())
        .put("executables", executables)
        .put("by", by)
        .put("reason", reason)
        .build();
  }

  /**
   * Reads one.
   *
   * @param kind what it is
   * @param json as {@link #toJson} wrote it
   * @return the notice
   * @throws IllegalArgumentException if it is none; names the member
   */
  public static Notice parse(Kind kind, JsonObject json) {
    return new Notice(
        kind,
        strings(json, "paths").stream().map(Glob::of).toList(),
        strings(json, "sha256"),
        time(json, "from"),
        time(json, "until"),
        json.get("executables").equals(Optional.of(new JsonBoolean(true))),
        string(json, "by"),
        string(json, "reason"));
  }

  private static String string(JsonObject json, String name) {
    return json.string(name)
        .orElseThrow(() -> new IllegalArgumentException("a notice has a " + name));
  }

  private static List<String> strings(JsonObject json, String name) {
    List<String> strings = new ArrayList<>();
    for (JsonValue value : json.array(name).orElse(List.of())) {
      if (!(value instanceof JsonString s)) {
        throw new IllegalArgumentException(name + " of a notice is an array of strings");
      }
      strings.add(s.value());
    }
    return strings;
  }

  private static Instant time(JsonObject json, String name) {
    try {
      return Instant.parse(string(json, name));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " of a notice is no time: " + e.getMessage(), e);
    }
  }
}
