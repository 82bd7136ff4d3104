package dev.intact.cli;

import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.monitor.Monitoring;
import dev.intact.monitor.alert.NoSuchAlertException;
import dev.intact.monitor.channel.Outcome;
import dev.intact.monitor.state.LastRun;
import dev.intact.server.Watching;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Monitoring of a data directory that this process has to itself. */
final class LocalWatch implements Watch {

  private static final Duration FOREVER = Duration.ofDays(3650);

  private final LogStore store;
  private final Watching watching;
  private final Monitoring monitoring;
  private final String actor;

  /**
   * Monitoring of a store.
   *
   * @param store is closed with this
   * @param watching on the store
   * @param actor who decides
   */
  LocalWatch(LogStore store, Watching watching, String actor) {
    this.store = store;
    this.watching = watching;
    this.monitoring = watching.monitoring();
    this.actor = actor;
  }

  /** Watches by itself from now on, until this is closed. */
  void start() {
    watching.start();
  }

  /** Waits until storage fails, or until somebody ends it: then there is none. */
  Optional<Throwable> awaitFailure(CountDownLatch end) throws InterruptedException {
    CompletableFuture<Throwable> failed = store.whenFailed();
    failed.thenRun(end::countDown);
    end.await();
    return failed.isDone() ? Optional.of(failed.join()) : Optional.empty();
  }

  @Override
  public JsonObject status() throws Exception {
    return monitoring.view().status();
  }

  @Override
  public List<JsonObject> alerts(boolean all) throws Exception {
    return monitoring.view().alerts(all);
  }

  private interface Decision {
    JsonObject run() throws Exception;
  }

  private static JsonObject decided(Decision decision) throws Exception {
    try {
      return decision.run();
    } catch (NoSuchAlertException e) {
      throw new CommandFailure(2, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public JsonObject acknowledge(String id, String reason) throws Exception {
    return decided(() -> monitoring.acknowledge(id, actor, reason));
  }

  @Override
  public JsonObject resolve(String id, String reason) throws Exception {
    return decided(() -> monitoring.resolve(id, actor, reason));
  }

  @Override
  public List<JsonObject> silences() throws Exception {
    return monitoring.view().silences();
  }

  @Override
  public JsonObject silence(String monitors, String reason, Instant until) throws Exception {
    return monitoring.silence(monitors, actor, reason, until).toJson();
  }

  @Override
  public JsonObject endSilence(String id) throws Exception {
    return decided(() -> monitoring.endSilence(id, actor).toJson());
  }

  @Override
  public JsonObject report(String date) throws Exception {
    if (date.equals("now")) {
      return monitoring.view().reportNow();
    }
    return monitoring
        .view()
        .report(date.equals("latest") ? Optional.empty() : Optional.of(date))
        .orElseThrow(() -> new CommandFailure(2, "there is no report of " + date));
  }

  @Override
  public List<JsonObject> run(String monitor) throws Exception {
    if (monitoring.run(monitor, FOREVER).isEmpty()) {
      throw new CommandFailure(2, "there is no monitor " + monitor);
    }
    int unused = monitoring.deliver();
    return monitoring.view().runs(monitor).stream().map(LastRun::toJson).toList();
  }

  @Override
  public JsonObject test(String channel) throws Exception {
    Outcome outcome =
        monitoring
            .test(channel, actor)
            .orElseThrow(() -> new CommandFailure(2, "there is no channel " + channel));
    return JsonObject.builder()
        .put("channel", channel)
        .put("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .put("detail", outcome.detail())
        .build();
  }

  @Override
  public void close() {
    watching.close();
    store.close();
  }
}
