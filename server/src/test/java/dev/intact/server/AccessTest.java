package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role on every route, on its own trail and on another. */
final class AccessTest {

  private static final String RECORD = "{\"event_type\":\"x\",\"audit_id\":\"r\"}";

  /** What a key needs for a route. */
  private enum Needs {
    APPEND("admin operator writer"),
    AUDIT("admin auditor operator"),
    IMPORT("admin operator"),
    OPERATOR("operator"),
    /** With a key that is for every trail: whoever may audit. */
    AUDIT_ALL("operator"),
    /** With a key that is for every trail: whoever may decide. */
    MANAGE_ALL("operator"),
    ANY_KEY("admin auditor operator writer"),
    NOTHING("admin auditor operator writer");

    private final List<String> roles;

    Needs(String roles) {
      this.roles = List.of(roles.split(" "));
    }
  }

  /** The whole table; the first test holds it against the routes. */
  private static final Map<String, Needs> ROUTES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("GET /health", Needs.NOTHING),
              Map.entry("GET /metrics", Needs.NOTHING),
              Map.entry("GET /openapi.json", Needs.NOTHING),
              Map.entry("GET /v1/integrity-check", Needs.OPERATOR),
              Map.entry("GET /v1/files/sets", Needs.AUDIT_ALL),
              Map.entry("GET /v1/files/sets/{set}", Needs.AUDIT_ALL),
              Map.entry("POST /v1/files/sets/{set}/baseline", Needs.MANAGE_ALL),
              Map.entry("POST /v1/files/sets/{set}/check", Needs.AUDIT_ALL),
              Map.entry("POST /v1/files/sets/{set}/accept", Needs.MANAGE_ALL),
              Map.entry("GET /v1/files/sets/{set}/history", Needs.AUDIT_ALL),
              Map.entry("GET /v1/files/sets/{set}/report", Needs.AUDIT_ALL),
              Map.entry("GET /v1/files/sets/{set}/diff", Needs.AUDIT_ALL),
              Map.entry("POST /v1/files/sets/{set}/compare", Needs.AUDIT_ALL),
              Map.entry("GET /v1/files/sets/{set}/export", Needs.AUDIT_ALL),
              Map.entry("GET /v1/files/sets/{set}/notices", Needs.AUDIT_ALL),
              Map.entry("POST /v1/files/sets/{set}/notices", Needs.MANAGE_ALL),
              Map.entry("GET /v1/monitor/status", Needs.AUDIT_ALL),
              Map.entry("GET /v1/monitor/watches", Needs.AUDIT_ALL),
              Map.entry("GET /v1/monitor/alerts", Needs.AUDIT_ALL),
              Map.entry("POST /v1/monitor/alerts/{alert}/acknowledge", Needs.MANAGE_ALL),
              Map.entry("POST /v1/monitor/alerts/{alert}/resolve", Needs.MANAGE_ALL),
              Map.entry("GET /v1/monitor/silences", Needs.AUDIT_ALL),
              Map.entry("POST /v1/monitor/silences", Needs.MANAGE_ALL),
              Map.entry("DELETE /v1/monitor/silences/{silence}", Needs.MANAGE_ALL),
              Map.entry("GET /v1/monitor/reports", Needs.AUDIT_ALL),
              Map.entry("GET /v1/monitor/reports/{date}", Needs.AUDIT_ALL),
              Map.entry("GET /v1/monitor/reports/{date}/page", Needs.AUDIT_ALL),
              Map.entry("POST /v1/monitor/run/{monitor}", Needs.MANAGE_ALL),
              Map.entry("POST /v1/monitor/channels/{channel}/test", Needs.MANAGE_ALL),
              Map.entry("GET /v1/keys", Needs.OPERATOR),
              Map.entry("POST /v1/keys", Needs.OPERATOR),
              Map.entry("DELETE /v1/keys/{key}", Needs.OPERATOR),
              Map.entry("GET /v1/trails", Needs.ANY_KEY),
              Map.entry("GET /v1/trails/{trail}", Needs.AUDIT),
              Map.entry("POST /v1/trails/{trail}/records", Needs.APPEND),
              Map.entry("GET /v1/trails/{trail}/records", Needs.AUDIT),
              Map.entry("GET /v1/trails/{trail}/records/{audit_id}", Needs.AUDIT),
              Map.entry("GET /v1/trails/{trail}/records/{audit_id}/proof", Needs.AUDIT),
              Map.entry("GET /v1/trails/{trail}/records/{audit_id}/custody", Needs.AUDIT),
              Map.entry("GET /v1/trails/{trail}/integrity-check", Needs.AUDIT),
              Map.entry("GET /v1/trails/{trail}/export", Needs.AUDIT),
              Map.entry("POST /v1/trails/{trail}/import", Needs.IMPORT),
              Map.entry("GET /{family_id}/audit/integrity-check", Needs.AUDIT)));

  @TempDir Path temp;
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private volatile Instant now = START;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(temp.resolve("data"), () -> now);
    for (String trail : List.of("own", "other")) {
      server.post("/v1/trails/" + trail + "/records", "application/json", RECORD);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private JsonObject make(String role, String trail, String expires) throws Exception {
    String body =
        "{\"role\":\""
            + role
            + "\""
            + (trail.isEmpty() ? "" : ",\"trail\":\"" + trail + "\"")
            + (expires.isEmpty() ? "" : ",\"expires\":\"" + expires + "\"")
            + "}";
    HttpResponse<String> answer = server.post("/v1/keys", "application/json", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return TestServer.json(answer.body());
  }

  private String key(String role, String trail, String expires) throws Exception {
    return make(role, trail, expires).string("key").orElseThrow();
  }

  private int status(String route, String trail, String key) throws Exception {
    String method = route.substring(0, route.indexOf(' '));
    String path =
        route
            .substring(route.indexOf(' ') + 1)
            .replace("{trail}", trail)
            .replace("{family_id}", trail)
            .replace("{audit_id}", "r")
            .replaceAll("\\{[a-z]+}", "none");
    String type = path.endsWith("import") ? "application/x-ndjson" : "application/json";
    String body = path.endsWith("keys") ? "{\"role\":\"writer\"}" : RECORD;
    return server.send(method, path, key, type, method.equals("POST") ? body : "").statusCode();
  }

  @Test
  void theTableNamesEveryRoute() {
    assertThat(new TreeSet<>(ROUTES.keySet())).isEqualTo(new TreeSet<>(server.server.operations()));
  }

  @Test
  void aRoleMayDoWhatTheTableSaysOnItsTrailAndNothingOnAnother() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String role : List.of("writer", "auditor", "admin", "operator")) {
      String key = key(role, role.equals("operator") ? "" : "own", "");
      for (Map.Entry<String, Needs> route : ROUTES.entrySet()) {
        for (String trail : List.of("own", "other")) {
          boolean ofTrail =
              route.getKey().contains("{trail}") || route.getKey().contains("{family");
          boolean may =
              route.getValue().roles.contains(role)
                  && (!ofTrail || trail.equals("own") || role.equals("operator"));
          int status = status(route.getKey(), trail, key);
          boolean did = isLetThrough(route.getKey(), status);
          if (did != may || (!may && status != 403)) {
            wrong.add(role + " " + route.getKey() + " on " + trail + ": " + status);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** There is no key and no set of that name, and the body is that of a record. */
  private static boolean isLetThrough(String route, int status) {
    boolean absent =
        route.contains("{key}") || route.contains("/files/") || route.contains("/monitor/");
    return status < 300 || (absent && (status == 404 || status == 400));
  }

  @Test
  void whatBelongsToNoTrailIsForKeysOfEveryTrail() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String role : List.of("writer", "auditor", "admin", "operator")) {
      String key = key(role, "", "");
      for (Map.Entry<String, Needs> route : ROUTES.entrySet()) {
        if (route.getValue() != Needs.AUDIT_ALL && route.getValue() != Needs.MANAGE_ALL) {
          continue;
        }
        List<String> roles =
            (route.getValue() == Needs.AUDIT_ALL ? Needs.AUDIT : Needs.IMPORT).roles;
        int status = status(route.getKey(), "own", key);
        boolean may = roles.contains(role);
        if (isLetThrough(route.getKey(), status) != may || (!may && status != 403)) {
          wrong.add(role + " " + route.getKey() + ": " + status);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void withoutAKeyOnlyTheOpenRoutesAnswer() throws Exception {
    for (Map.Entry<String, Needs> route : ROUTES.entrySet()) {
      int wanted = route.getValue() == Needs.NOTHING ? 200 : 401;
      for (String key : List.of("", "nonsense", "ik__", "ik_000000000000_" + "0".repeat(64))) {
        assertThat(status(route.getKey(), "own", key)).as(route.getKey()).isEqualTo(wanted);
      }
    }
  }

  @Test
  void anExpiredARevokedAndAForgedKeyOpenNothing() throws Exception {
    for (String role : List.of("writer", "auditor", "admin", "operator")) {
      now = START;
      String limited = key(role, "", "2026-03-01T13:00:00Z");
      JsonObject revoked = make(role, "", "");
      assertThat(status("GET /v1/trails", "own", limited)).isEqualTo(200);
      server.send("DELETE", "/v1/keys/" + revoked.string("id").get(), server.operator, "", "");
      now = START.plus(Duration.ofHours(1));
      String last = limited.endsWith("0") ? "1" : "0";
      for (Map.Entry<String, Needs> route : ROUTES.entrySet()) {
        int wanted = route.getValue() == Needs.NOTHING ? 200 : 401;
        for (String key :
            List.of(
                limited,
                revoked.string("key").get(),
                server.operator.substring(0, server.operator.length() - 1) + last + "x")) {
          assertThat(status(route.getKey(), "own", key))
              .as(role + " " + route.getKey())
              .isEqualTo(wanted);
        }
      }
    }
    server.close();
    assertThat(security()).contains("the key has expired").contains("no valid key");
  }

  @Test
  void aLogIsReadByWhoMayAuditItsTrail() throws Exception {
    server.get("/v1/trails/own/integrity-check");
    JsonObject own = TestServer.json(server.get("/v1/trails/own").body());
    String origin = own.string("origin").orElseThrow();
    String prefix = origin.substring(0, origin.lastIndexOf('/'));
    for (String role : List.of("writer", "auditor", "admin", "operator")) {
      String key = key(role, role.equals("operator") ? "" : "own", "");
      boolean audits = !role.equals("writer");
      boolean all = role.equals("operator");
      Map<String, Boolean> logs =
          Map.of("own", audits, "own~access", audits, "other", all, "~security", all, "~root", all);
      for (Map.Entry<String, Boolean> log : logs.entrySet()) {
        for (String path : List.of("/checkpoint", "/tile/0/000.p/1", "/tile/entries/000.p/1")) {
          String at = "/logs/" + prefix + "/" + log.getKey() + path;
          int status = server.send("GET", at, key, "", "").statusCode();
          assertThat(status == 403).as(role + " " + at + ": " + status).isEqualTo(!log.getValue());
        }
      }
    }
    assertThat(server.send("GET", "/logs/" + origin + "/checkpoint", "", "", "").statusCode())
        .isEqualTo(401);
  }

  private String security() throws Exception {
    StringBuilder all = new StringBuilder();
    try (var files = Files.walk(temp.resolve("data/logs"))) {
      for (Path file :
          files.filter(f -> f.toString().contains("~security/tile/entries")).toList()) {
        if (Files.isRegularFile(file)) {
          all.append(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }

  @Test
  void everyDenialIsRecordedWithWhoAndWhat() throws Exception {
    JsonObject writer = make("writer", "own", "");
    String key = writer.string("key").orElseThrow();
    status("GET /v1/trails/{trail}/export", "own", key);
    status("POST /v1/trails/{trail}/records", "other", key);
    status("POST /v1/trails/{trail}/import", "own", key);
    status("GET /v1/keys", "own", key);
    status("GET /v1/trails", "own", "nonsense");
    server.close();
    String who = "\"actor\":\"key:" + writer.string("id").orElseThrow() + "\"";
    assertThat(security())
        .contains(who)
        .contains("own: audit")
        .contains("other: append")
        .contains("own: import")
        .contains("keys: manage")
        .contains("address:127.0.0.1")
        .doesNotContain(key.split("_")[2])
        .doesNotContain("nonsense");
  }

  @Test
  void aFloodOfDenialsIsBoundedAndTheRestIsCounted() throws Exception {
    String writer = key("writer", "own", "");
    for (int i = 0; i < Denials.MAX_A_MINUTE + 50; i++) {
      status("GET /v1/trails/{trail}/export", "other" + i, writer);
    }
    now = START.plus(Duration.ofMinutes(2));
    status("GET /v1/trails/{trail}/export", "last", writer);
    server.close();
    String recorded = security();
    assertThat(recorded.split("\"event_type\":\"denied\"", -1))
        .hasSizeBetween(Denials.MAX_A_MINUTE, Denials.MAX_A_MINUTE + 3);
    assertThat(recorded).contains("(50 other denials were passed over)");
  }

  @Test
  void atRestThereAreOnlyHashesOfSecrets() throws Exception {
    String key = key("auditor", "own", "2027-01-01");
    String kept = Files.readString(temp.resolve("data/keys.json"));
    assertThat(kept).doesNotContain(key.split("_")[2]).contains(key.split("_")[1]);
    try (var files = Files.walk(temp)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("admin.key")) {
          String bytes = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
          assertThat(bytes.toLowerCase(Locale.ROOT))
              .as(file.toString())
              .doesNotContain(key.split("_")[2])
              .doesNotContain(server.operator.split("_")[2]);
        }
      }
    }
  }
}
