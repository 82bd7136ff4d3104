package dev.intact.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Monitoring in the service as it really runs, by its own schedule, killed and started again. */
final class MonitorProcessTest {

  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

  @TempDir Path temp;

  private static JsonObject json(String text) throws Exception {
    return (JsonObject) Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
  }

  private static Optional<JsonObject> alert(ServiceProcess service) throws Exception {
    return json(service.get("/v1/monitor/alerts").body()).array("alerts").orElseThrow().stream()
        .map(JsonObject.class::cast)
        .filter(a -> a.string("monitor").equals(Optional.of("accounts")))
        .filter(a -> a.string("cause").equals(Optional.of("violations")))
        .findFirst();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** In one step, so that no check sees half of it. */
  private void write(String content) throws Exception {
    Path next = Files.writeString(temp.resolve("next"), content);
    Files.move(next, temp.resolve("etc/passwd"), StandardCopyOption.ATOMIC_MOVE);
  }

  private List<JsonObject> told(String type) throws Exception {
    Path file = temp.resolve("alerts.jsonl");
    List<JsonObject> told = new java.util.ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (line.contains("\"" + type + "\"") && line.contains("\"cause\":\"violations\"")) {
        told.add(json(line));
      }
    }
    return told;
  }

  @Test
  void anAlertOutlivesAKilledProcessIsToldOnceAndEndsWhenAllIsPutBack() throws Exception {
    Path data = Files.createDirectory(temp.resolve("data"));
    Path signer = temp.resolve("signer");
    Files.createDirectory(temp.resolve("etc"));
    write("root");
    Files.writeString(
        data.resolve("intact.yaml"),
        """
        monitors:
          - {name: accounts, kind: files, subject: etc, interval: 1s, timeout: 1m}
        channels:
          - {name: lines, type: file, path: "TEMP/alerts.jsonl"}
        """
            .replace("TEMP", temp.toString()));
    String id;
    try (ServiceProcess service = new ServiceProcess(data, signer)) {
      String baseline =
          "{\"rules\":{\"paths\":[\"TEMP/etc\"],\"preset\":\"content\"},\"reason\":\"first\"}";
      service.post("/v1/files/sets/etc/baseline", baseline.replace("TEMP", temp.toString()));
      await(() ->
          service
              .get("/v1/monitor/status")
              .body()
              .contains("\"status\":\"clean\",\"subject\":\"etc\""));
      write("evil");
      await(() -> alert(service).isPresent());
      id = alert(service).orElseThrow().string("id").orElseThrow();
      await(() -> !told("alert_opened").isEmpty());
      service.post("/v1/monitor/alerts/" + id + "/acknowledge", "{\"reason\":\"looking\"}");
    } // killed
    try (ServiceProcess service = new ServiceProcess(data, signer)) {
      JsonObject kept = alert(service).orElseThrow();
      assertThat(kept.string("id")).contains(id);
      assertThat(kept.string("state")).contains("acknowledged");
      write("root");
      await(() -> alert(service).isEmpty());
      await(() -> !told("alert_resolved").isEmpty());
    }
    assertThat(told("alert_opened")).as("told once, also after a kill").hasSize(1);
  }
}
