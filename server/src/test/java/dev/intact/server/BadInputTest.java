package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.server.RawHttp.Answer;
import dev.intact.testkit.Gen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is sent, the answer is a problem document that says what was wrong, never a fault of the
 * server, and nothing is written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputTest {

  private static final String POST = "POST /v1/trails/own/records";
  private static final String JSON = "Content-Type: application/json";
  private static final String LINES = "Content-Type: application/x-ndjson";
  private static final String GOOD = "{\"event_type\":\"x\"}";

  @TempDir static Path temp;
  private TestServer server;
  private RawHttp http;
  private String before;

  @BeforeAll
  void start() throws Exception {
    server = new TestServer(temp.resolve("data"));
    http = new RawHttp(server);
    assertThat(server.post("/v1/trails/own/records", "application/json", GOOD).statusCode())
        .isEqualTo(201);
    before = contents();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** All that a request could have written: trails, their sizes, keys. */
  private String contents() throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder(server.get("/v1/trails").body());
    for (String trail : new String[] {"own", "fresh"}) {
      String body = server.get("/v1/trails/" + trail).body();
      all.append(body.replaceAll("(?s).*(\"size\":[0-9]+).*", "$1"));
    }
    return all + server.get("/v1/keys").body();
  }

  private void requireProblem(Answer answer, int status, String says) throws Exception {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo("application/problem+json");
    JsonObject problem = TestServer.json(answer.body());
    assertThat(problem.integer("status")).hasValue((long) status);
    assertThat(problem.string("title").orElse("")).isNotEmpty();
    assertThat(problem.string("detail").orElse("")).containsIgnoringCase(says);
    assertThat(answer.body())
        .doesNotContain("Exception")
        .doesNotContain("\\tat ")
        .doesNotContain("dev.intact")
        .doesNotContain("org.eclipse")
        .doesNotContain(temp.toString())
        .doesNotContain(server.operator.split("_")[2]);
    assertThat(contents()).isEqualTo(before);
  }

  static Stream<Arguments> records() {
    return Stream.of(
        arguments("", "1"),
        arguments("{", "byte"),
        arguments("[]", "object"),
        arguments("\"x\"", "object"),
        arguments("nul", "byte"),
        arguments(GOOD + GOOD, "byte"),
        arguments("{\"event_type\":\"x\",\"event_type\":\"y\"}", "event_type"),
        arguments("{\"event_type\":\"x\",\"a\":{\"b\":1,\"b\":2}}", "/a/b"),
        arguments("{\"event_type\":\"x\",\"a\":" + "[".repeat(70) + "]".repeat(70) + "}", "64"),
        arguments("{\"event_type\":\"x\",\"a\":\"" + "x".repeat(70_000) + "\"}", "61440"),
        arguments("{\"event_type\":\"x\",\"a\":9007199254740993}", "/a"),
        arguments("{\"event_type\":\"x\",\"a\":0.10000000000000001}", "/a"),
        arguments("{\"event_type\":\"x\",\"a\":1e400}", "/a"),
        arguments("{\"event_type\":\"x\",\"a\":-0}", "/a"),
        arguments("{\"event_type\":\"x\",\"a\":01}", "/a"),
        arguments("{\"event_type\":\"x\",\"a\":NaN}", "/a"),
        arguments("{\"event_type\":\"x\",\"a\":\"\\ud800\"}", "surrogate"),
        arguments("{\"event_type\":\"x\",\"a\":\"\u0001\"}", "/a"),
        arguments("\u00ef\u00bb\u00bf" + GOOD, "byte order mark"),
        arguments("{\"event_type\":\"\u00ff\"}", "UTF-8"),
        arguments("{\"event_type\":\"\u00c0\u00af\"}", "UTF-8"),
        arguments("{'event_type':'x'}", "byte"),
        arguments("{\"event_type\":\"x\",}", "byte"),
        arguments("{\"event_type\":\"x\"/**/}", "byte"),
        arguments("{}", "/event_type"),
        arguments("{\"event_type\":null}", "/event_type"),
        arguments("{\"event_type\":1}", "/event_type"),
        arguments("{\"event_type\":\"\"}", "/event_type"),
        arguments("{\"event_type\":\"" + "x".repeat(129) + "\"}", "/event_type"),
        arguments("{\"event_type\":\"x\",\"audit_id\":1}", "/audit_id"),
        arguments("{\"event_type\":\"x\",\"audit_id\":null}", "/audit_id"),
        arguments("{\"event_type\":\"x\",\"audit_id\":\"\"}", "/audit_id"),
        arguments("{\"event_type\":\"x\",\"audit_id\":\"a/b\"}", "/audit_id"),
        arguments("{\"event_type\":\"x\",\"audit_id\":\"" + "a".repeat(129) + "\"}", "/audit_id"),
        arguments("{\"event_type\":\"x\",\"trail_id\":\"other\"}", "/trail_id"),
        arguments("{\"event_type\":\"x\",\"trail_id\":7}", "/trail_id"),
        arguments("{\"event_type\":\"x\",\"family_id\":\"other\"}", "/family_id"),
        arguments("{\"event_type\":\"x\",\"family_id\":null}", "/family_id"),
        arguments("{\"event_type\":\"x\",\"integrity\":{}}", "/integrity"),
        arguments("{\"event_type\":\"x\",\"integrity\":null}", "/integrity"),
        arguments("{\"event_type\":\"x\",\"actor\":\"me\"}", "/actor"),
        arguments("{\"event_type\":\"x\",\"transaction_details\":[]}", "/transaction_details"),
        arguments(
            "{\"event_type\":\"x\",\"family_member_attribution\":1}", "/family_member_attribution"),
        arguments("{\"event_type\":\"x\",\"data_classification\":{}}", "/data_classification"),
        arguments(timed("2026-02-30T00:00:00Z"), "/timestamp"),
        arguments(timed("2025-02-29T00:00:00Z"), "/timestamp"),
        arguments(timed("2026-13-01T00:00:00Z"), "/timestamp"),
        arguments(timed("2026-01-01T24:00:00Z"), "/timestamp"),
        arguments(timed("2026-01-01T23:59:60Z"), "/timestamp"),
        arguments(timed("2026-01-01T00:00:00"), "/timestamp"),
        arguments(timed("2026-01-01T00:00:00+19:00"), "/timestamp"),
        arguments(timed("2026-01-01T00:00:00.1234567Z"), "/timestamp"),
        arguments(timed("2026-01-01T00:00:00.000000000Z"), "/timestamp"),
        arguments(timed("2026-01-01 00:00:00Z"), "/timestamp"),
        arguments(timed("2026-01-01"), "/timestamp"),
        arguments(timed("9999-12-31T23:59:59-01:00"), "/timestamp"),
        arguments(timed("0000-01-01T00:00:00+01:00"), "/timestamp"),
        arguments(timed("-2026-01-01T00:00:00Z"), "/timestamp"),
        arguments("{\"event_type\":\"x\",\"timestamp\":1700000000}", "/timestamp"),
        arguments("{\"event_type\":\"x\",\"timestamp\":null}", "/timestamp"));
  }

  /** Sixteen digits for four characters: only the canonical form is too large for an entry. */
  @Test
  void aRecordWhoseCanonicalFormAloneIsTooLargeMakesNoTrail() throws Exception {
    String numbers = "1e15,".repeat(10_000) + "1";
    byte[] body = RawHttp.bytes("{\"event_type\":\"x\",\"n\":[" + numbers + "]}");
    requireProblem(
        http.send(http.request("POST /v1/trails/fresh/records", body, JSON)),
        400,
        "in canonical form; an entry has at most 65535");
    requireProblem(http.send(http.request("GET /v1/trails/fresh", new byte[0], "")), 404, "fresh");
  }

  private static String timed(String time) {
    return "{\"event_type\":\"x\",\"timestamp\":\"" + time + "\"}";
  }

  @ParameterizedTest
  @MethodSource("records")
  void aBadRecordIsRefusedWithItsPlaceAndMakesNoTrail(String body, String says) throws Exception {
    for (String trail : new String[] {"own", "fresh"}) {
      String line = "POST /v1/trails/" + trail + "/records";
      requireProblem(http.send(http.request(line, RawHttp.bytes(body), JSON)), 400, says);
    }
    if (!body.isEmpty()) {
      byte[] lines = RawHttp.bytes(GOOD + "\n" + body + "\n" + GOOD + "\n");
      requireProblem(http.send(http.request(POST, lines, LINES)), 400, "record 2");
    }
  }

  static Stream<Arguments> targets() {
    String dates = "a date that exists";
    return Stream.of(
        arguments("GET", "/nowhere", 404, "nothing"),
        arguments("GET", "/", 404, "nothing"),
        arguments("GET", "/v1/trails/none", 404, "no trail none"),
        arguments("GET", "/v1/trails/own/", 404, "nothing"),
        arguments("GET", "/v1/trails/own/records/none", 404, "no record none"),
        arguments("GET", "/v1/trails/own/records/none/proof", 404, "no record none"),
        arguments("GET", "/v1/trails/own/records/none/custody", 404, "no record none"),
        arguments("GET", "/none/audit/integrity-check", 404, "no trail none"),
        arguments("GET", "/v1/trails/none/export", 404, "no trail none"),
        arguments("GET", "/v1/trails/..", 404, "nothing"),
        arguments("GET", "/v1/trails/%2e%2e", 400, "ambiguous"),
        arguments("GET", "/v1/trails/%2E%2E/own", 400, "ambiguous"),
        arguments("GET", "/v1/trails/a%2Fb", 400, "ambiguous"),
        arguments("GET", "/v1/trails/a%5Cb", 400, ""),
        arguments("GET", "/v1/trails/a\\b", 400, ""),
        arguments("GET", "/v1/trails/%00", 400, ""),
        arguments("GET", "/v1/trails/%0a", 400, ""),
        arguments("GET", "/v1/trails/%25", 400, ""),
        arguments("GET", "/v1/trails/%c0%ae", 400, ""),
        arguments("GET", "/v1/trails/%zz", 400, ""),
        arguments("GET", "/v1/trails/%", 400, ""),
        arguments("GET", "/v1//trails", 400, "ambiguous"),
        arguments("GET", "//v1/trails", 400, ""),
        arguments("GET", "/v1/trails/own;x=y", 400, "no parameters"),
        arguments("GET", "/v1/trails/own;/records", 400, ""),
        arguments("GET", "/v1/trails/\u00e9", 400, ""),
        arguments("GET", "/v1/trails/~root", 400, "a trail's name"),
        arguments("GET", "/v1/trails/~security", 400, "a trail's name"),
        arguments("GET", "/v1/trails/own~access", 400, "a trail's name"),
        arguments("GET", "/v1/trails/a..b", 400, "a trail's name"),
        arguments("GET", "/v1/trails/.own", 400, "a trail's name"),
        arguments("GET", "/v1/trails/" + "a".repeat(65), 400, "a trail's name"),
        arguments("GET", "/v1/trails/" + "a".repeat(129), 400, "1 to 128"),
        arguments("GET", "/v1/trails/" + "a".repeat(10_000), 414, "8 KiB"),
        arguments("GET", "/v1/trails/own/records?limit=0", 400, "limit"),
        arguments("GET", "/v1/trails/own/records?limit=1001", 400, "limit"),
        arguments("GET", "/v1/trails/own/records?limit=-1", 400, "limit"),
        arguments("GET", "/v1/trails/own/records?limit=1.5", 400, "limit"),
        arguments("GET", "/v1/trails/own/records?limit=", 400, "limit"),
        arguments("GET", "/v1/trails/own/records?limit=99999999999", 400, "limit"),
        arguments("GET", "/v1/trails/own/records?limit=1&limit=2", 400, "twice"),
        arguments("GET", "/v1/trails/own/records?cursor=-1", 400, "cursor"),
        arguments("GET", "/v1/trails/own/records?cursor=x", 400, "cursor"),
        arguments("GET", "/v1/trails/own/records?cursor=9999999999999999999", 400, "cursor"),
        arguments("GET", "/v1/trails/own/records?time=never", 400, "time"),
        arguments("GET", "/v1/trails/own/records?nonsense=1", 400, "nonsense"),
        arguments("GET", "/v1/trails/own/records?limit=%zz", 400, ""),
        arguments("GET", "/v1/trails/own/records?event_type=%ff", 400, ""),
        arguments("GET", "/v1/trails/own/records?start_date=no", 400, dates),
        arguments("GET", "/v1/trails/own/records?start_date=2026-02-30", 400, dates),
        arguments("GET", "/v1/trails/own/records?start_date=2026-1-1", 400, dates),
        arguments("GET", "/v1/trails/own/export?start_date=1700000000", 400, dates),
        arguments("GET", "/v1/trails/own/export?end_date=2026-01-01T00:00:00", 400, dates),
        arguments("GET", "/v1/trails/own/integrity-check?end_date=", 400, dates),
        arguments(
            "GET",
            "/v1/trails/own/integrity-check?start_date=2026-01-01T00:00:00.1234567Z",
            400,
            dates),
        arguments(
            "GET",
            "/v1/trails/own/integrity-check?start_date=2026-01-02&end_date=2026-01-01",
            400,
            "behind the end"),
        arguments(
            "GET",
            "/own/audit/integrity-check?start_date=2026-01-02&end_date=2026-01-01",
            400,
            "behind the end"),
        arguments(
            "GET",
            "/v1/trails/own/export?start_date=2026-01-02&end_date=2026-01-01",
            400,
            "behind the end"),
        arguments(
            "GET",
            "/v1/trails/own/records?start_date=2026-01-02&end_date=2026-01-01",
            400,
            "behind the end"),
        arguments("GET", "/v1/keys?x=1", 400, "x"),
        arguments("GET", "/health?x=1", 400, "x"),
        arguments("DELETE", "/v1/keys/none", 404, "no key none"),
        arguments("GET", "/logs/", 404, "no such log"),
        arguments("GET", "/logs/x/../../etc/passwd", 404, "nothing"),
        arguments("GET", "/logs/%2e%2e/checkpoint", 400, "ambiguous"),
        arguments("GET", "/logs/x/y/checkpoint", 404, "no such log"),
        arguments("PUT", "/v1/trails/own/records", 405, "GET, POST, HEAD"),
        arguments("DELETE", "/v1/trails/own", 405, "GET, HEAD"),
        arguments("PATCH", "/v1/trails/own/records/x", 405, "GET, HEAD"),
        arguments("DELETE", "/v1/trails/own/records/x", 405, "GET, HEAD"),
        arguments("POST", "/v1/trails/own/export", 405, "GET, HEAD"),
        arguments("OPTIONS", "/v1/trails/own", 405, "GET, HEAD"),
        arguments("TRACE", "/v1/trails/own", 405, "GET, HEAD"),
        arguments("NONSENSE", "/v1/trails/own", 405, "GET, HEAD"),
        arguments("POST", "/logs/x/y/checkpoint", 405, "GET, HEAD"),
        arguments("GET", "/v1/keys/x", 405, "DELETE"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aBadTargetIsRefused(String method, String target, int status, String says) throws Exception {
    Answer answer = http.send(RawHttp.bytes(http.head(method + " " + target)));
    requireProblem(answer, status, says);
    if (target.matches("[!-~]+") && !target.contains("%")) {
      server.contract.require(method, target, status, answer.type(), answer.body());
    }
    if (status == 405) {
      assertThat(answer.headers()).containsKey("allow");
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aBodyOfAnotherTypeCodingOrSizeIsRefused() throws Exception {
    byte[] good = RawHttp.bytes(GOOD);
    requireProblem(http.send(http.request(POST, good)), 415, "Content-Type");
    requireProblem(http.send(http.request(POST, good, "Content-Type: text/xml")), 415, "send");
    requireProblem(http.send(http.request(POST, good, "Content-Type: nonsense")), 415, "send");
    requireProblem(
        http.send(http.request(POST, good, JSON + "; charset=iso-8859-1")), 415, "UTF-8");
    requireProblem(
        http.send(http.request(POST, gzip(GOOD), JSON, "Content-Encoding: gzip")),
        415,
        "Content-Encoding");
    requireProblem(http.send(http.request(POST, gzip(GOOD), JSON)), 400, "byte");
    requireProblem(http.send(http.request(POST, RawHttp.bytes("\n\n"), LINES)), 400, "1 to");
    requireProblem(
        http.send(http.request(POST, RawHttp.bytes((GOOD + "\n").repeat(10_001)), LINES)),
        400,
        "10000");
    requireProblem(http.send(http.request(POST + "?wait=proof", good, LINES)), 400, "wait=proof");
    requireProblem(http.send(http.request(POST + "?wait=no", good, JSON)), 400, "wait=proof");
    requireProblem(
        http.send(RawHttp.bytes(http.head(POST, JSON, "Content-Length: 99999999"))),
        413,
        "16777216");
    byte[] large = new byte[(16 << 20) + 1];
    String size = Integer.toHexString(large.length);
    requireProblem(
        http.send(
            RawHttp.join(
                RawHttp.bytes(http.head(POST, JSON, "Transfer-Encoding: chunked") + size + "\r\n"),
                large,
                RawHttp.bytes("\r\n0\r\n\r\n"))),
        413,
        "16777216");
  }

  @Test
  void aBodyThatDoesNotKeepToHttpIsRefused() throws Exception {
    String chunked = http.head(POST, JSON, "Transfer-Encoding: chunked");
    requireProblem(http.send(RawHttp.bytes(chunked + "zz\r\n" + GOOD)), 400, "HTTP");
    requireProblem(http.send(RawHttp.bytes(chunked + "12\r\n" + GOOD + "\r\n")), 400, "");
    requireProblem(
        http.send(RawHttp.bytes(http.head(POST, JSON, "Content-Length: 500") + GOOD)), 400, "ends");
    for (String[] fields :
        new String[][] {
          {"Content-Length: 18", "Content-Length: 19"},
          {"Content-Length: -1"},
          {"Content-Length: x"},
          {"Content-Length: 99999999999999999999"},
          {"Content-Length: 18", "Transfer-Encoding: chunked"},
          {"Transfer-Encoding: gzip"},
          {"Transfer-Encoding: nonsense"},
          {"Expect: nonsense", "Content-Length: 18"},
          {"Bad Header: x"},
          {"X: a\u0000b"},
          {": x"}
        }) {
      Answer answer =
          http.send(
              RawHttp.bytes(
                  http.head(
                          POST,
                          Stream.concat(Stream.of(JSON), Stream.of(fields)).toArray(String[]::new))
                      + GOOD));
      assertThat(answer.status()).as(String.join(",", fields)).isIn(400, 415, 417, 501);
      requireProblem(answer, answer.status(), "");
    }
  }

  @Test
  void headersWithoutEndAndRequestsThatAreNoneAreRefused() throws Exception {
    String many = "X-Filler: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(5000);
    String head = "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    requireProblem(http.send(RawHttp.bytes(head + many + "\r\n")), 431, "8 KiB");
    requireProblem(
        http.send(RawHttp.bytes(head + "X: " + "y".repeat(20_000) + "\r\n\r\n")), 431, "8 KiB");
    for (String request :
        new String[] {
          "nonsense\r\n\r\n",
          "GET\r\n\r\n",
          "GET /health\r\n\r\n",
          "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
          "GET /health HTTP/1.1\r\n\r\n",
          "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
          "GET /health HTTP/1.1\r\nHost: x y\r\n\r\n",
          "G\u0000T /health HTTP/1.1\r\nHost: x\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"
        }) {
      Answer answer = http.send(RawHttp.bytes(request));
      assertThat(answer.status()).as(request + answer.body()).isIn(400, 426, 505);
      requireProblem(answer, answer.status(), "");
    }
  }

  @Test
  void headAnswersAsGetWithoutABody() throws Exception {
    for (String path : new String[] {"/health", "/v1/trails/own", "/openapi.json"}) {
      Answer answer = http.send(RawHttp.bytes(http.head("HEAD " + path)));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.type()).isEqualTo("application/json");
    }
    Answer none = http.send(RawHttp.bytes(http.head("HEAD /v1/trails/none")));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.body()).isEmpty();
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        arguments("", "byte"),
        arguments("[]", "object"),
        arguments("{}", "/role"),
        arguments("{\"role\":\"OPERATOR\"}", "/role"),
        arguments("{\"role\":\"root\"}", "/role"),
        arguments("{\"role\":1}", "/role"),
        arguments("{\"role\":\"writer\",\"role\":\"admin\"}", "role"),
        arguments("{\"role\":\"operator\",\"trail\":\"own\"}", "/trail"),
        arguments("{\"role\":\"writer\",\"trail\":1}", "/trail"),
        arguments("{\"role\":\"writer\",\"trail\":null}", "/trail"),
        arguments("{\"role\":\"writer\",\"trail\":\"../own\"}", "/trail"),
        arguments("{\"role\":\"writer\",\"trail\":\"~root\"}", "/trail"),
        arguments("{\"role\":\"writer\",\"expires\":\"2026-02-30\"}", "/expires"),
        arguments("{\"role\":\"writer\",\"expires\":\"2020-01-01\"}", "/expires"),
        arguments("{\"role\":\"writer\",\"expires\":null}", "/expires"),
        arguments("{\"role\":\"writer\",\"expires\":1}", "/expires"),
        arguments("{\"role\":\"writer\",\"until\":\"2099-01-01\"}", "no other member"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aBadKeyIsRefusedWithItsPlace(String body, String says) throws Exception {
    byte[] bytes = RawHttp.bytes(body);
    requireProblem(http.send(http.request("POST /v1/keys", bytes, JSON)), 400, says);
    requireProblem(http.send(http.request("POST /v1/keys", bytes)), 415, "Content-Type");
  }

  /** Damages a good request a little; the server may answer what it likes but a fault. */
  @Test
  void aDamagedRequestIsNeverAServerErrorAndNeverAHalfOne() throws Exception {
    try (TestServer fuzzed = new TestServer(temp.resolve("fuzzed"))) {
      RawHttp raw = new RawHttp(fuzzed);
      String id = "{\"event_type\":\"x\",\"audit_id\":\"fuzz\",\"n\":12,\"s\":\"\\u00e9\"}";
      byte[] whole = raw.request(POST, RawHttp.bytes(id + "\n" + id + "\n" + GOOD), LINES);
      Gen.check(
          300,
          4,
          (random, size) -> {
            byte[] damaged = whole.clone();
            for (int i = 0; i < size; i++) {
              damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            boolean cut = random.nextInt(4) == 0;
            int length = cut ? random.nextInt(damaged.length) : damaged.length;
            Answer answer = raw.send(Arrays.copyOf(damaged, length));
            assertThat(answer.status()).isNotIn(500, 502, 503, 504);
            if (answer.status() >= 400) {
              assertThat(answer.type()).isEqualTo("application/problem+json");
              assertThat(answer.body()).doesNotContain("Exception").doesNotContain("org.");
            }
          });
      for (JsonValue name :
          TestServer.json(fuzzed.get("/v1/trails").body()).array("trails").get()) {
        String trail = ((JsonString) name).value();
        assertThat(fuzzed.get("/v1/trails/" + trail + "/integrity-check").body())
            .contains("\"verdict\":\"OK\"");
      }
    }
  }
}
