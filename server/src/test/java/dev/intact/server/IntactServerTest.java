package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IntactServerTest {

  private static final String SAMPLE =
      "{\"audit_id\":\"audit_550e8400e29b41d4\",\"family_id\":\"family_123\",\"event_type\":\"sbd_transaction\","
          + "\"timestamp\":\"2024-01-15T10:30:00Z\",\"transaction_details\":{\"amount\":1000}}";

  @TempDir static Path temp;
  private static IntactServer server;
  private static HttpClient client;
  private static String operator;

  @BeforeAll
  static void start() throws Exception {
    server =
        IntactServer.start(ServerConfig.local(temp.resolve("data"), 0, InstantSource.system()));
    client = HttpClient.newHttpClient();
    operator = Files.readString(temp.resolve("data/admin.key")).strip();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> send(
      String method, String path, String key, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, operator, "", "");
  }

  private static HttpResponse<String> post(String trail, String json)
      throws IOException, InterruptedException {
    return send("POST", "/v1/trails/" + trail + "/records", operator, "application/json", json);
  }

  private static JsonObject json(HttpResponse<String> response) throws Exception {
    return (JsonObject)
        Json.parse(response.body().getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
  }

  private static String key(String role, String trail) throws Exception {
    String body = "{\"role\":\"" + role + "\",\"trail\":\"" + trail + "\"}";
    return json(send("POST", "/v1/keys", operator, "application/json", body))
        .string("key")
        .orElseThrow();
  }

  @Test
  void theSampleRecordIsAcknowledgedShownProvenAndVerified() throws Exception {
    HttpResponse<String> created = post("family_123", SAMPLE);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(json(created).string("audit_id")).hasValue("audit_550e8400e29b41d4");
    assertThat(post("family_123", SAMPLE).body()).contains("\"duplicate\":true");
    assertThat(post("family_123", SAMPLE.replace("1000", "2000")).statusCode()).isEqualTo(409);
    String record = "/v1/trails/family_123/records/audit_550e8400e29b41d4";
    assertThat(get(record).body()).contains("\"integrity\"");
    assertThat(get(record + "/proof").body()).startsWith("c2sp.org/tlog-proof@v1\n");
    assertThat(get(record + "/custody").body()).contains("\"created\"");
    JsonObject older = json(get("/family_123/audit/integrity-check"));
    assertThat(older.names())
        .containsExactlyInAnyOrder("family_id", "integrity_check", "verification_timestamp");
    assertThat(older.object("integrity_check").orElseThrow().names())
        .containsExactlyInAnyOrder(
            "total_records_checked",
            "integrity_verified",
            "corrupted_records",
            "missing_hashes",
            "verification_timestamp");
    assertThat(json(get("/v1/trails/family_123/integrity-check")).string("verdict")).hasValue("OK");
    assertThat(get("/v1/trails/family_123/export").body()).startsWith("intact-export/v1\n");
  }

  @Test
  void aThousandLinesAreTakenAtOnceAndOneBadLineRefusesThemAll() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      lines.append("{\"event_type\":\"x\",\"n\":").append(i).append("}\n");
    }
    String path = "/v1/trails/bulk/records";
    String bad = lines + "{\"event_type\":}\n";
    HttpResponse<String> refused = send("POST", path, operator, "application/x-ndjson", bad);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("record 1001");
    assertThat(send("POST", path, operator, "application/x-ndjson", lines.toString()).statusCode())
        .isEqualTo(201);
    assertThat(json(get("/v1/trails/bulk")).integer("size")).hasValue(1000L);
    JsonObject page = json(get(path + "?limit=10&cursor=99"));
    assertThat(page.string("next_cursor")).hasValue("109");
  }

  @Test
  void aByteChangedOnDiskIsNamedWithExpectedAndActualHash() throws Exception {
    post("tampered", "{\"event_type\":\"x\",\"audit_id\":\"t-1\",\"amount\":\"100\"}");
    assertThat(json(get("/v1/trails/tampered/integrity-check")).string("verdict")).hasValue("OK");
    Path file;
    try (Stream<Path> walk = Files.walk(temp.resolve("data/logs"))) {
      file =
          walk.filter(p -> p.toString().contains("/tampered/tile/entries/"))
              .filter(Files::isRegularFile)
              .max(Comparator.naturalOrder())
              .orElseThrow();
    }
    Files.writeString(
        file,
        Files.readString(file, StandardCharsets.ISO_8859_1).replace("\"100\"", "\"900\""),
        StandardCharsets.ISO_8859_1);
    JsonObject report = json(get("/v1/trails/tampered/integrity-check"));
    assertThat(report.string("verdict")).hasValue("CONTENT_TAMPERED");
    JsonObject found = (JsonObject) report.array("corrupted_records").orElseThrow().getFirst();
    assertThat(found.integer("index")).hasValue(0L);
    assertThat(found.string("expected")).isPresent();
    assertThat(found.string("actual")).isPresent();
  }

  @Test
  void theLogIsReadableByAnyC2spClient() throws Exception {
    post("public", "{\"event_type\":\"x\"}");
    String origin = json(get("/v1/trails/public")).string("origin").orElseThrow();
    assertThat(json(get("/v1/trails/public/integrity-check")).string("verdict")).hasValue("OK");
    assertThat(get("/logs/" + origin + "/checkpoint").body()).startsWith(origin + "\n1\n");
    assertThat(get("/logs/" + origin + "/tile/0/000.p/1").statusCode()).isEqualTo(200);
    assertThat(get("/logs/" + origin + "/tile/entries/000.p/1").statusCode()).isEqualTo(200);
    assertThat(get("/logs/" + origin + "/tile/0/00").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/logs/" + origin + "/checkpoint", "", "", "").statusCode())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "writer,  own,   POST, /records,         201",
    "writer,  own,   GET,  /integrity-check, 403",
    "writer,  other, POST, /records,         403",
    "auditor, own,   POST, /records,         403",
    "auditor, own,   GET,  /integrity-check, 200",
    "auditor, other, GET,  /integrity-check, 403",
    "admin,   own,   POST, /records,         201",
    "admin,   own,   GET,  /export,          200",
    "admin,   other, GET,  /records,         403"
  })
  void aKeyMayDoWhatItsRoleMayOnItsTrail(
      String role, String trail, String method, String path, int status) throws Exception {
    post("own", "{\"event_type\":\"x\"}");
    post("other", "{\"event_type\":\"x\"}");
    String body = method.equals("POST") ? "{\"event_type\":\"y\"}" : "";
    String type = method.equals("POST") ? "application/json" : "";
    assertThat(
            send(method, "/v1/trails/" + trail + path, key(role, "own"), type, body).statusCode())
        .isEqualTo(status);
  }

  @Test
  void revokedAndForgedKeysAreRefused() throws Exception {
    String revoked = key("admin", "own");
    assertThat(send("GET", "/v1/trails", revoked, "", "").statusCode()).isEqualTo(200);
    send("DELETE", "/v1/keys/" + revoked.split("_")[1], operator, "", "");
    assertThat(send("GET", "/v1/trails", revoked, "", "").statusCode()).isEqualTo(401);
    String forged =
        operator.substring(0, operator.length() - 1) + (operator.endsWith("0") ? "1" : "0");
    assertThat(send("GET", "/v1/trails", forged, "", "").statusCode()).isEqualTo(401);
    assertThat(send("GET", "/v1/keys", key("admin", "own"), "", "").statusCode()).isEqualTo(403);
  }

  @Test
  void secretsAreForTheOwnerAloneAndKeptAsHashes() throws Exception {
    for (String file : new String[] {"admin.key", "keys.json"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(temp.resolve("data").resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(temp.resolve("data.signer"))))
        .isEqualTo("rwx------");
    assertThat(Files.readString(temp.resolve("data/keys.json")))
        .doesNotContain(operator.split("_")[2]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "nul",
        "{\"event_type\":1}",
        "{\"event_type\":\"x\",\"n\":1e400}",
        "{\"event_type\":\"\\ud800\"}",
        "{\"event_type\":\"x\",\"integrity\":{}}"
      })
  void aBadRecordIsAProblemDocumentAndNothingIsWritten(String body) throws Exception {
    HttpResponse<String> response = post("never", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(json(response).integer("status")).hasValue(400L);
    assertThat(get("/v1/trails/never").body()).doesNotContain("\"size\":1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/trails/none",
        "/v1/trails/a%2Fb",
        "/v1/trails/..",
        "/v1/trails/a;b=c",
        "/v1/trails/%00",
        "/v1/trails/~root",
        "/v1/trails/own/records?limit=0",
        "/v1/trails/own/records?limit=x",
        "/v1/trails/own/records?start_date=no",
        "/v1/trails/own/records?nonsense=1",
        "/v1/trails/own/records?limit=1&limit=2",
        "/v1/trails/own/records/none",
        "/v1/trails/own/integrity-check?start_date=2026-13-01",
        "/logs/x/../../etc/passwd",
        "/logs/",
        "/nowhere",
        "/v1/trails/own/records?cursor=-2",
        "/v1/trails/own/records?time=never"
      })
  void aBadRequestIsNeverAServerError(String path) throws Exception {
    post("own", "{\"event_type\":\"x\"}");
    String raw =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + operator
            + "\r\nConnection: close\r\n\r\n";
    String answer = raw(raw);
    assertThat(answer).matches("(?s)HTTP/1.1 4[0-9][0-9] .*application/problem\\+json.*");
  }

  @Test
  void malformedHttpIsAProblemDocumentToo() throws Exception {
    assertThat(raw("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"))
        .matches("(?s)HTTP/1.1 400 .*application/problem\\+json.*");
    assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  private static String raw(String request) throws IOException {
    URI url = URI.create(server.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void anUnknownMethodSaysWhatIsAllowed() throws Exception {
    HttpResponse<String> response = send("PATCH", "/v1/trails/own/records", operator, "", "");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, POST, HEAD");
  }

  @Test
  void healthIsOpenToAll() throws Exception {
    assertThat(send("GET", "/health", "", "", "").body()).contains("\"status\":\"up\"");
  }
}
