package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportApiTest {

  private static final String LINES = "application/x-ndjson";

  @TempDir Path temp;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(temp.resolve("data"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      lines.append("{\"event_type\":\"x\",\"n\":").append(i).append("}\n");
    }
    return lines.toString();
  }

  private HttpResponse<String> streamed(String path, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.server.url() + path))
                .header("Authorization", "Bearer " + server.operator)
                .header("Content-Type", LINES)
                .header("Accept", LINES)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private long size(String trail) throws Exception {
    return TestServer.json(server.get("/v1/trails/" + trail).body()).integer("size").orElseThrow();
  }

  @Test
  void aFileOfAnyLengthIsTakenAndSummedUp() throws Exception {
    HttpResponse<String> answer = server.post("/v1/trails/t/import", LINES, lines(0, 12_345));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonObject report = TestServer.json(answer.body());
    assertThat(report.integer("lines")).hasValue(12_345L);
    assertThat(report.integer("without_hash")).hasValue(12_345L);
    assertThat(report.integer("next_line")).hasValue(12_346L);
    assertThat(report.array("findings").orElseThrow()).hasSize(1000);
    assertThat(size("t")).isEqualTo(12_345);
  }

  @Test
  void progressIsToldEveryThousandLinesAndTheEndIsMarked() throws Exception {
    HttpResponse<String> answer = streamed("/v1/trails/t/import?first_line=11", lines(0, 2500));
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> told = answer.body().lines().toList();
    assertThat(told).hasSize(4);
    assertThat(TestServer.json(told.get(0)).integer("next_line")).hasValue(1011L);
    assertThat(TestServer.json(told.get(2)).integer("lines")).hasValue(500L);
    assertThat(told.get(3)).contains("\"done\":true").contains("\"lines\":2500");
  }

  @Test
  void anImportThatIsBrokenOffGoesOnFromTheLineItNames() throws Exception {
    String tooLong = "{\"event_type\":\"" + "x".repeat(1 << 20) + "\"}\n";
    String body = lines(0, 1500) + tooLong;
    HttpResponse<String> summed = server.post("/v1/trails/t/import", LINES, body);
    assertThat(summed.statusCode()).isEqualTo(413);
    JsonObject problem = TestServer.json(summed.body());
    assertThat(problem.string("detail").orElseThrow()).contains("line 1501");
    assertThat(problem.integer("next_line")).hasValue(1001L);
    assertThat(size("t")).isEqualTo(1000);
    List<String> told = streamed("/v1/trails/s/import", body).body().lines().toList();
    assertThat(TestServer.json(told.getLast()).integer("next_line")).hasValue(1001L);
    assertThat(told.getLast()).contains("\"status\":413").doesNotContain("done");
    String rest = lines(1000, 1500);
    JsonObject again =
        TestServer.json(server.post("/v1/trails/t/import?first_line=1001", LINES, rest).body());
    assertThat(again.integer("next_line")).hasValue(1501L);
    server.post("/v1/trails/t/import?first_line=1001", LINES, rest);
    assertThat(size("t")).isEqualTo(1500);
  }

  @Test
  void nothingIsMadeOfAnEmptyFile() throws Exception {
    HttpResponse<String> answer = server.post("/v1/trails/none/import", LINES, "");
    assertThat(TestServer.json(answer.body()).integer("lines")).hasValue(0L);
    assertThat(server.get("/v1/trails/none").statusCode()).isEqualTo(404);
  }
}
