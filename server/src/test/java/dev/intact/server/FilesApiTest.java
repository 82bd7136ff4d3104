package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sets of files over HTTP; every answer is held against the description besides. */
final class FilesApiTest {

  private static final String SET = "/v1/files/sets/site";
  private static final String JSON = "application/json";

  @TempDir Path temp;
  private TestServer server;
  private Path tree = Path.of("/");

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(temp.resolve("data"));
    tree = Files.createDirectory(temp.toRealPath().resolve("tree"));
    Files.writeString(tree.resolve("a"), "one");
    assertThat(post("/baseline", "{\"rules\":{\"paths\":[\"" + tree + "\"]}}").statusCode())
        .isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return server.post(SET + path, JSON, body);
  }

  private JsonObject check() throws Exception {
    return TestServer.json(post("/check", "{}").body());
  }

  @Test
  void aChangeIsFoundAcceptedAndInTheHistory() throws Exception {
    Files.writeString(tree.resolve("a"), "three");
    JsonObject report = check();
    assertThat(report.string("verdict")).contains("CONTENT_TAMPERED");
    assertThat(report.integer("violations")).contains(1L);
    String path = "[\"" + tree + "/a\"]";
    HttpResponse<String> accepted =
        post("/accept", "{\"reason\":\"CHG-1\",\"paths\":" + path + "}");
    assertThat(TestServer.json(accepted.body()).integer("entries")).contains(1L);
    assertThat(check().string("verdict")).contains("OK");
    JsonObject history =
        TestServer.json(server.get(SET + "/history?path=" + tree.resolve("a")).body());
    assertThat(history.array("history").orElseThrow())
        .extracting(e -> ((JsonObject) e).string("act").orElseThrow())
        .containsExactly("baseline", "check", "accept");
    assertThat(server.get("/metrics").body())
        .contains(
            "intact_files_entries{set=\"site\",state=\"checked\"} 2",
            "intact_files_violations{set=\"site\",verdict=\"CONTENT_TAMPERED\"} 0")
        .as("more than one if the service's own first check came in between")
        .containsPattern("intact_files_findings_total\\{verdict=\"CONTENT_TAMPERED\"} [12]\\b");
  }

  @Test
  void whoTakesLinesIsToldHowFarItIs() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server.server.url() + SET + "/check"))
                    .header("Authorization", "Bearer " + server.operator)
                    .header("Content-Type", JSON)
                    .header("Accept", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"mode\":\"quick\"}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    List<String> lines = answer.body().lines().toList();
    assertThat(TestServer.json(lines.getFirst()).integer("expected")).contains(2L);
    JsonObject result = TestServer.json(lines.getLast()).object("result").orElseThrow();
    assertThat(result.string("mode")).contains("quick");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/baseline | {} | 400 | /rules",
        "/baseline | {\"rules\":{\"paths\":[]}} | 400 | path",
        "/baseline | {\"rules\":{\"paths\":[\"etc\"]}} | 400 | absolute",
        "/baseline | {\"rules\":{\"paths\":[\"/etc\"],\"preset\":\"x\"}} | 400 | /preset",
        "/baseline | {\"rules\":{\"paths\":[\"/etc\"],\"exclude\":[\"[a\"]}} | 400 | /exclude",
        "/baseline | {\"rules\":{\"paths\":[\"/no/such\"]}} | 400 | nothing at",
        "/check | {\"mode\":\"fast\"} | 400 | /mode",
        "/check | {\"other\":1} | 400 | other",
        "/accept | {} | 400 | /reason",
        "/accept | {\"reason\":\"r\",\"paths\":[\"/etc/passwd\"]} | 400 | not in the set",
        "/accept | {\"reason\":\"r\",\"paths\":[\"a\\\\q\"]} | 400 | backslash",
        "/accept | {\"reason\":\"r\",\"bytes_per_second\":0} | 400 | /bytes_per_second"
      })
  void malformedRequestsAreRefusedWithWhatAndWhere(
      String path, String body, int status, String detail) throws Exception {
    HttpResponse<String> answer = post(path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(TestServer.json(answer.body()).string("detail").orElseThrow()).contains(detail);
  }

  @Test
  void aSetThatIsNotThereIsNotFound() throws Exception {
    assertThat(server.get("/v1/files/sets/other").statusCode()).isEqualTo(404);
    assertThat(server.post("/v1/files/sets/other/check", JSON, "{}").statusCode()).isEqualTo(404);
  }
}
