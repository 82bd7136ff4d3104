package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.files.Decision;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesException;
import dev.intact.files.FilesReport;
import dev.intact.files.HistoryEntry;
import dev.intact.files.RulesJson;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.RateLimit;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.monitor.config.FileSetSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The operations on sets of files of this machine. Reading and checking is for keys that may audit
 * every trail, baselines and acceptances for operators and for admins of every trail.
 */
final class FilesApi {

  private static final int MAX_BODY = 1 << 20;
  private static final String WHAT = "files";

  private final FileSets sets;
  private final InstantSource clock;
  private final Guard guard;
  private final CheckAlerts alerts;
  private final Function<String, Optional<FileSetSpec>> declared;

  /**
   * The operations.
   *
   * @param watching the sets, and what the configuration declares of them
   */
  FilesApi(Watching watching, InstantSource clock, Guard guard, CheckAlerts alerts) {
    this.alerts = alerts;
    this.sets = watching.files();
    this.declared = watching::declared;
    this.clock = clock;
    this.guard = guard;
  }

  void register(Routes routes) {
    routes
        .add("GET", "/v1/files/sets", this::list)
        .add("GET", "/v1/files/sets/{set}", this::describe)
        .add("POST", "/v1/files/sets/{set}/baseline", this::baseline)
        .add("POST", "/v1/files/sets/{set}/check", this::check)
        .add("POST", "/v1/files/sets/{set}/accept", this::accept)
        .add("GET", "/v1/files/sets/{set}/history", this::history)
        .add("GET", "/v1/files/sets/{set}/report", this::report);
  }

  private void list(Exchange e) throws Problem, AuditException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery();
    List<JsonValue> all = new ArrayList<>();
    for (String name : sets.names()) {
      all.add(sets.describe(name));
    }
    e.json(200, JsonObject.builder().put("sets", new JsonArray(all)).build());
  }

  private void describe(Exchange e)
      throws Problem, AuditException, FilesException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery();
    e.json(200, sets.set(e.path("set")).describe());
  }

  private void baseline(Exchange e)
      throws Problem, AuditException, FilesException, IOException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.MANAGE);
    e.onlyQuery();
    JsonObject wanted = wanted(e, Set.of("rules", "reason", "fresh", "bytes_per_second", "idle"));
    ScanRules rules =
        valid(
            "/rules",
            () ->
                RulesJson.read(
                    wanted
                        .object("rules")
                        .orElseThrow(() -> new IllegalArgumentException("an object is needed"))));
    Decision decision = new Decision(e.actor(), reason(wanted).orElse(""));
    FileSet set = gently(sets.openOrCreate(e.path("set")), wanted);
    boolean fresh = flag(wanted, "fresh");
    LongWork.answer(
        e, Optional.empty(), progress -> set.baseline(rules, decision, fresh, progress).toJson());
  }

  private void check(Exchange e)
      throws Problem, AuditException, FilesException, IOException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery();
    JsonObject wanted = wanted(e, Set.of("mode", "bytes_per_second", "idle"));
    String mode = wanted.get("mode").isEmpty() ? "full" : wanted.string("mode").orElse("");
    if (!mode.equals("full") && !mode.equals("quick")) {
      throw Problem.badRequest("/mode: full or quick");
    }
    String by = e.actor();
    FileSet set = gently(sets.set(e.path("set")), wanted);
    LongWork.answer(
        e,
        Optional.of(set.expectedEntries()),
        progress -> {
          FilesReport found = set.check(mode.equals("quick"), by, progress);
          Optional<FileSetSpec> spec = declared.apply(set.name());
          FilesReport report =
              spec.isEmpty()
                  ? found
                  : found.with(DeclaredRules.held(found.check(), set.rules(), spec.get()));
          alerts.judge(set.name(), report);
          return report.toJson();
        });
  }

  private void accept(Exchange e)
      throws Problem, AuditException, FilesException, IOException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.MANAGE);
    e.onlyQuery();
    JsonObject wanted = wanted(e, Set.of("paths", "reason", "bytes_per_second", "idle"));
    List<ByteString> paths = valid("/paths", () -> paths(wanted));
    String reason =
        reason(wanted)
            .filter(r -> !r.isBlank())
            .orElseThrow(() -> Problem.badRequest("/reason: say why, in a string"));
    Decision decision = new Decision(e.actor(), reason);
    FileSet set = gently(sets.set(e.path("set")), wanted);
    LongWork.answer(
        e, Optional.empty(), progress -> set.accept(paths, decision, progress).toJson());
  }

  private void history(Exchange e)
      throws Problem, AuditException, FilesException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery("path", "sha256");
    String text = e.query("path").orElseThrow(() -> Problem.badRequest("the path is needed"));
    ByteString path = valid("path", () -> ByteString.parse(text));
    Optional<String> sha256 = e.query("sha256");
    if (sha256.isPresent() && !sha256.get().matches("[0-9a-f]{64}")) {
      throw Problem.badRequest("sha256 is 64 lower-case hexadecimal digits");
    }
    FileSet set = sets.set(e.path("set"));
    if (sha256.isPresent()) {
      e.json(200, set.lastEqual(path, sha256.get()).toJson());
      return;
    }
    List<JsonValue> states =
        set.history(path).stream().<JsonValue>map(HistoryEntry::toJson).toList();
    e.json(200, JsonObject.builder().put("history", new JsonArray(states)).build());
  }

  private void report(Exchange e)
      throws Problem, AuditException, FilesException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery("days");
    int days = e.integer("days", 7, 1, 36_500);
    e.json(
        200,
        sets.set(e.path("set")).summary(clock.instant().minus(Duration.ofDays(days))).toJson());
  }

  static JsonObject wanted(Exchange e, Set<String> members) throws Problem, IOException {
    e.requireContent("application/json");
    JsonValue value;
    try {
      value = Json.parse(e.body(MAX_BODY), JsonLimits.STRICT);
    } catch (JsonException bad) {
      throw Problem.badRequest("the request is refused: " + bad.getMessage());
    }
    if (!(value instanceof JsonObject object)) {
      throw Problem.badRequest("a JSON object is needed");
    }
    for (String name : object.names()) {
      if (!members.contains(name)) {
        throw Problem.badRequest(
            "there is no member " + name.replaceAll("[^A-Za-z0-9_-]", "?") + " here");
      }
    }
    return object;
  }

  private static List<ByteString> paths(JsonObject wanted) {
    if (wanted.get("paths").isEmpty()) {
      return List.of();
    }
    List<ByteString> paths = new ArrayList<>();
    for (JsonValue value :
        wanted.array("paths").orElseThrow(() -> new IllegalArgumentException("an array"))) {
      if (!(value instanceof JsonString text)) {
        throw new IllegalArgumentException("an array of strings is needed");
      }
      paths.add(ByteString.parse(text.value()));
    }
    return paths;
  }

  private static Optional<String> reason(JsonObject wanted) throws Problem {
    if (wanted.get("reason").isPresent() && wanted.string("reason").isEmpty()) {
      throw Problem.badRequest("/reason: a string");
    }
    return wanted.string("reason");
  }

  private static FileSet gently(FileSet set, JsonObject wanted) throws Problem {
    return set.limited(rate(wanted)).idle(flag(wanted, "idle"));
  }

  private static boolean flag(JsonObject wanted, String name) throws Problem {
    return switch (wanted.get(name).orElse(new JsonBoolean(false))) {
      case JsonBoolean(boolean value) -> value;
      default -> throw Problem.badRequest("/" + name + ": true or false");
    };
  }

  private static RateLimit rate(JsonObject wanted) throws Problem {
    if (wanted.get("bytes_per_second").isEmpty()) {
      return RateLimit.NONE;
    }
    Optional<Long> rate = wanted.integer("bytes_per_second").filter(r -> r > 0);
    return new RateLimit(
        rate.orElseThrow(() -> Problem.badRequest("/bytes_per_second: a number from 1 on")));
  }

  static <T> T valid(String where, Supplier<T> reading) throws Problem {
    try {
      return reading.get();
    } catch (IllegalArgumentException bad) {
      throw Problem.badRequest(where + ": " + bad.getMessage());
    }
  }
}
