package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.server.RawHttp.Answer;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too many, too slow, too much: refused in time, with nothing broken behind it. */
final class PressureTest {

  private static final String RECORD = "{\"event_type\":\"x\"}";

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

  private void awaitRunning(int wanted) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String line = "intact_requests_running " + wanted + ".0";
    while (server.get("/metrics").body().lines().noneMatch(line::equals)) {
      assertThat(System.nanoTime()).as("waiting for " + line).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void oneRequestTooManyIsToldToComeBackAndTheOthersAreAnswered() throws Exception {
    RawHttp http = new RawHttp(server);
    String head = "Content-Length: " + RECORD.length();
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < Routes.MAX_RUNNING; i++) {
        Socket socket = http.connect();
        held.add(socket);
        String post =
            http.head("POST /v1/trails/t/records", "Content-Type: application/json", head);
        socket.getOutputStream().write(RawHttp.bytes(post + RECORD.substring(0, 5)));
      }
      awaitRunning(Routes.MAX_RUNNING);
      HttpResponse<String> more = server.post("/v1/trails/t/records", "application/json", RECORD);
      assertThat(more.statusCode()).isEqualTo(503);
      assertThat(more.headers().firstValue("Retry-After")).hasValue("1");
      assertThat(more.body()).contains("256 requests");
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      for (Socket socket : held) {
        socket.getOutputStream().write(RawHttp.bytes(RECORD.substring(5)));
        Answer answer = RawHttp.read(socket.getInputStream());
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      }
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
    awaitRunning(0);
    assertThat(server.get("/v1/trails/t").body()).contains("\"size\":" + Routes.MAX_RUNNING + ",");
  }

  @Test
  void whoSendsOrTakesTooSlowlyIsNoticed() {
    Pace pace = new Pace();
    assertThat(pace.add(TimeUnit.SECONDS.toNanos(9), 1)).isTrue();
    assertThat(pace.add(TimeUnit.SECONDS.toNanos(1), 10_239)).isTrue();
    assertThat(pace.add(TimeUnit.SECONDS.toNanos(1), 1023)).isFalse();
    assertThat(pace.add(0, 1)).isTrue();
  }

  @Test
  void bodiesTakeOnlyTheMemoryThatIsForThem() throws Exception {
    BodyBudget budget = new BodyBudget(100);
    budget.charge(60);
    assertThatThrownBy(() -> budget.charge(41))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
    budget.charge(40);
    budget.giveBack(100);
    assertThat(budget.used()).isZero();
    assertThat(BodyBudget.ofHeap(256L << 20).used()).isZero();
  }

  @Test
  void theMemoryOfABodyIsGivenBackWhateverBecameOfIt() throws Exception {
    server.post("/v1/trails/t/records", "application/json", RECORD);
    server.post("/v1/trails/t/records", "application/json", "{");
    server.post("/v1/trails/t/records", "text/plain", RECORD);
    server.post("/v1/keys", "application/json", " ".repeat(5000));
    assertThat(server.get("/metrics").body()).contains("intact_request_body_bytes 0.0\n");
  }

  /**
   * The trail is much larger than what the sockets hold: its end is not read when it is damaged.
   */
  @Test
  void anExportThatFailsHalfWayIsBrokenOffAndNeverLooksWhole() throws Exception {
    String lines = ("{\"event_type\":\"x\",\"s\":\"" + "y".repeat(59_000) + "\"}\n").repeat(256);
    for (int i = 0; i < 3; i++) {
      assertThat(server.post("/v1/trails/t/records", "application/x-ndjson", lines).statusCode())
          .isEqualTo(201);
    }
    RawHttp http = new RawHttp(server);
    byte[] export = RawHttp.bytes(http.head("GET /v1/trails/t/export"));
    Answer whole = http.send(export);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body().endsWith("}\n")).isTrue();
    Path last;
    try (var files = Files.walk(temp.resolve("data/logs"))) {
      last = files.filter(f -> f.endsWith("t/tile/entries/002")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(last);
    try (Socket socket = http.connect()) {
      socket.getOutputStream().write(export);
      int first = socket.getInputStream().read();
      Files.write(last, java.util.Arrays.copyOf(bytes, 1000));
      assertThat(first).isEqualTo('H');
      Answer broken = RawHttp.read(socket.getInputStream(), "H");
      assertThat(broken.status()).isEqualTo(200);
      assertThat(broken.body().endsWith("<broken off>")).isTrue();
    }
    Answer refused = http.send(export);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.type()).isEqualTo("application/problem+json");
  }

  @Test
  void aClientThatGoesAwayHarmsNobody() throws Exception {
    RawHttp http = new RawHttp(server);
    String head = "Content-Length: 1000";
    for (int i = 0; i < 20; i++) {
      try (Socket socket = http.connect()) {
        String post =
            http.head("POST /v1/trails/t/records", "Content-Type: application/json", head);
        socket.getOutputStream().write(RawHttp.bytes(post + "{\"event_type\":"));
      }
    }
    awaitRunning(0);
    assertThat(server.get("/v1/trails").body()).isEqualTo("{\"trails\":[]}");
    assertThat(server.post("/v1/trails/t/records", "application/json", RECORD).statusCode())
        .isEqualTo(201);
  }
}
