package dev.intact.monitor;

import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Silence;
import dev.intact.monitor.channel.ChannelSpec;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.report.Health;
import dev.intact.monitor.report.ReportMessages;
import dev.intact.monitor.state.LastRun;
import dev.intact.monitor.state.MonitorState;
import dev.intact.monitor.state.Tallies;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What monitoring knows, for people, programs and metrics. Thread-safe. */
public final class MonitorView {

  private final Desk desk;
  private final MonitorSetup setup;
  private final Supplier<Pulse> pulse;

  MonitorView(Desk desk, MonitorSetup setup, Supplier<Pulse> pulse) {
    this.desk = desk;
    this.setup = setup;
    this.pulse = pulse;
  }

  /**
   * Health, monitors and channels.
   *
   * @return an object
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public JsonObject status() throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) -> {
      List<JsonObject> monitors = new ArrayList<>();
      state.runs().forEach(r -> monitors.add(r.toJson()));
      for (MonitorSpec spec : config.monitors()) {
        if (state.runs().stream().noneMatch(r -> spec.isOf(r.target()))) {
          monitors.add(
              JsonObject.builder()
                  .put("monitor", spec.name())
                  .put("kind", spec.kind())
                  .put("subject", spec.subject())
                  .put("status", "not_run")
                  .build());
        }
      }
      return JsonObject.builder()
          .put("health", Health.of(state, config, now).text())
          .put("monitors", Members.array(monitors))
          .put(
              "channels",
              Members.array(config.channels().stream().map(c -> channel(state, c)).toList()))
          .put("alerts_open", state.book().active().size())
          .put("messages_waiting", state.outbox().pending().size())
          .put("messages_delivered", state.tallies().all(Tallies.Kind.DELIVERED))
          .put("messages_given_up", state.tallies().all(Tallies.Kind.GIVEN_UP))
          .put("configuration", state.configuration().orElse("none"))
          .build();
    });
  }

  private static JsonObject channel(MonitorState state, ChannelSpec channel) {
    return JsonObject.builder()
        .put("channel", channel.name())
        .put("type", channel.type())
        .put("messages_waiting", state.outbox().pending(channel.name()).size())
        .put("gone", state.outbox().isGone(channel.name()))
        .build();
  }

  /**
   * Alerts.
   *
   * @param all whether those that are over are listed too, at most 1,000 of them
   * @return the gravest first, then those that are over, the latest first
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public List<JsonObject> alerts(boolean all)
      throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) ->
        Stream.concat(
                state.book().active().stream(),
                all ? state.book().resolved().stream() : Stream.<Alert>empty())
            .map(a -> json(state, a, now))
            .toList());
  }

  private static JsonObject json(MonitorState state, Alert alert, Instant now) {
    return alert.toPublicJson().toBuilder()
        .put("silenced", alert.isActive() && state.book().isSilenced(alert, now))
        .build();
  }

  /**
   * Silences that have not ended.
   *
   * @return by id
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public List<JsonObject> silences() throws LogException, IOException, InterruptedException {
    return desk.with(
        (state, config, now) -> state.book().silences(now).stream().map(Silence::toJson).toList());
  }

  /**
   * The reports of the last {@value MonitorState#TREND_DAYS} days.
   *
   * @return date and totals of each, the latest first
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public List<JsonObject> reports() throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) ->
        state.reports().reversed().stream()
            .map(m -> JsonObject.builder().put("date", m.date()).put("totals", m.summary()).build())
            .toList());
  }

  /**
   * What metrics are made of.
   *
   * @return of this moment
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public Figures figures() throws LogException, IOException, InterruptedException {
    Pulse now = pulse.get(); // not at the desk: whoever is asked may wait for it
    return desk.with((state, config, at) -> Figures.of(state, config, now, at));
  }

  /**
   * A report that was made, from the log, with its {@code log_index} there.
   *
   * @param date its day; the latest if empty
   * @return empty if there is none
   * @throws LogException if the log is not what was signed
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public Optional<JsonObject> report(Optional<String> date)
      throws LogException, IOException, InterruptedException {
    Optional<Long> index =
        desk.with((state, config, now) ->
            state.reports().reversed().stream()
                .filter(m -> date.isEmpty() || date.get().equals(m.date()))
                .findFirst()
                .map(MonitorState.Made::index));
    return index.isPresent()
        ? ReportMessages.recorded(desk.act(index.get()), index.get())
        : Optional.empty();
  }

  /**
   * The report of this moment, which is not kept.
   *
   * @return the report
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public JsonObject reportNow() throws LogException, IOException, InterruptedException {
    return new Reporter(setup, desk).now();
  }

  /**
   * The names of the configured monitors.
   *
   * @return in the order of the configuration
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public List<String> monitors() throws LogException, IOException, InterruptedException {
    return desk.with(
        (state, config, now) -> config.monitors().stream().map(MonitorSpec::name).toList());
  }

  /**
   * Last runs.
   *
   * @return by name
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public List<LastRun> runs() throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) -> state.runs());
  }

  /**
   * Last runs of one monitor: its own, or those of its subjects.
   *
   * @param monitor its name in the configuration
   * @return by name; empty if it did not run yet
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public List<LastRun> runs(String monitor) throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) ->
        config.monitors().stream()
            .filter(m -> m.name().equals(monitor))
            .flatMap(m -> state.runs().stream().filter(r -> m.isOf(r.target())))
            .toList());
  }

  /**
   * Active alerts.
   *
   * @return the gravest first
   * @throws LogException never, but it is part of every access
   * @throws IOException never, but it is part of every access
   * @throws InterruptedException if the thread was interrupted
   */
  public List<Alert> active() throws LogException, IOException, InterruptedException {
    return desk.with((state, config, now) -> state.book().active());
  }
}
