package dev.intact.server;

import dev.intact.audit.IntegrityRounds;
import dev.intact.audit.IntegrityState;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.log.StoreStatus;
import java.io.IOException;
import java.io.InputStream;

/** Health, metrics and the description of the interface; open to everybody who can connect. */
final class SystemApi {

  private final LogStore store;
  private final IntegrityRounds checks;
  private final IntegrityState state;
  private final Metrics metrics;
  private final byte[] openApi;

  SystemApi(LogStore store, IntegrityRounds checks, IntegrityState state, Metrics metrics)
      throws IOException {
    this.store = store;
    this.checks = checks;
    this.state = state;
    this.metrics = metrics;
    try (InputStream in = SystemApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IOException("openapi.json is not in the program");
      }
      this.openApi = in.readAllBytes();
    }
  }

  void register(Routes routes) {
    routes
        .addUnlimited("GET", "/health", this::health)
        .addUnlimited("GET", "/metrics", this::metrics)
        .addUnlimited("GET", "/openapi.json", this::openApi);
  }

  private void health(Exchange e) throws Problem {
    e.onlyQuery();
    StoreStatus status = store.status();
    JsonObject json =
        JsonObject.builder()
            .put("status", status.failed() ? "failed" : "up")
            .put("trails_checked", checks.progress().size())
            .put("trails_not_intact", state.trails())
            .put("own_logs_not_intact", state.ownLogs())
            .put("logs", status.logs())
            .put("records_appended", status.recordsAppended())
            .put("records_in_flight", status.recordsInFlight())
            .put("index_lag", status.indexLag())
            .put("unpublished_logs", status.unpublishedLogs())
            .put("oldest_unpublished_ms", status.oldestUnpublishedMillis())
            .put("journal_bytes", status.journalBytesHeld())
            .build();
    e.json(status.failed() ? 503 : 200, json);
  }

  private void metrics(Exchange e) throws Problem, IOException {
    e.onlyQuery();
    e.bytes(200, "text/plain; version=0.0.4; charset=utf-8", metrics.text());
  }

  private void openApi(Exchange e) throws Problem {
    e.onlyQuery();
    e.bytes(200, "application/json", openApi);
  }
}
