package dev.intact.monitor.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.AlertPolicy;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.alert.Silence;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.deliver.Outbox;
import dev.intact.monitor.deliver.Pending;
import dev.intact.monitor.deliver.Retries;
import dev.intact.testkit.Gen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Holds a state that was written down against one that every act was read for. */
final class KeptStateTest {

  private static final MonitorConfig CONFIG = MonitorConfig.none(Defaults.none(ZoneOffset.UTC));
  private static final Thresholds THRESHOLDS = new Thresholds(1, 5);

  private final List<JsonObject> log = new ArrayList<>();
  private MonitorState state = empty();
  private Instant now = Instant.EPOCH;

  private static Outbox outbox() {
    return new Outbox(new Retries(new SplittableRandom(1)));
  }

  private static MonitorState empty() {
    return new MonitorState(outbox());
  }

  private void begin() {
    log.clear();
    state = empty();
    now = Instant.parse("2026-03-01T00:00:00Z");
  }

  private void record(String type, JsonObject members) throws Exception {
    String text = Json.text(members.toBuilder().put("event_type", type).build());
    JsonObject act =
        (JsonObject) Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
    state.apply(log.size(), act);
    log.add(act);
  }

  private static MonitorState replayed(MonitorState from, List<JsonObject> log, int next)
      throws IOException {
    for (int i = next; i < log.size(); i++) {
      from.apply(i, log.get(i));
    }
    return from;
  }

  @Test
  void aStartFromWhatWasKeptKnowsWhatOneFromAllActsKnows() {
    Gen.check(
        300,
        120,
        (random, size) -> {
          begin();
          int keepAt = random.nextInt(size + 1);
          byte[] kept = KeptState.write(state, 0);
          int next = 0;
          for (int i = 0; i < size; i++) {
            if (i == keepAt) {
              next = log.size();
              kept = KeptState.write(state, next);
            }
            step(random);
          }
          MonitorState model = replayed(empty(), log, 0);
          same(replayed(KeptState.read(kept, next, outbox()), log, next), model);
          assertThat(KeptState.write(state, 7))
              .as("the one that made the acts")
              .isEqualTo(KeptState.write(model, 7));
        });
  }

  private void same(MonitorState one, MonitorState other) {
    assertThat(one.book().begun()).isEqualTo(other.book().begun());
    assertThat(one.book().resolved()).isEqualTo(other.book().resolved());
    assertThat(one.book().set()).isEqualTo(other.book().set());
    assertThat(one.outbox().pending()).isEqualTo(other.outbox().pending());
    assertThat(one.runs()).isEqualTo(other.runs());
    assertThat(one.reports()).isEqualTo(other.reports());
    assertThat(one.lost()).isEqualTo(other.lost());
    assertThat(one.configuration()).isEqualTo(other.configuration());
    assertThat(one.firstAt()).isEqualTo(other.firstAt());
    for (Tallies.Kind kind : Tallies.Kind.values()) {
      assertThat(one.tallies().all(kind)).isEqualTo(other.tallies().all(kind));
    }
    assertThat(one.book().due(now.plus(Duration.ofHours(5)), AlertPolicy.DEFAULT))
        .isEqualTo(other.book().due(now.plus(Duration.ofHours(5)), AlertPolicy.DEFAULT));
    assertThat(KeptState.write(one, 7)).isEqualTo(KeptState.write(other, 7));
  }

  private static Target target(SplittableRandom random) {
    String set = "s" + random.nextInt(3);
    return new Target("files/" + set, "files", set);
  }

  private void step(SplittableRandom random) throws Exception {
    now = now.plusSeconds(random.nextInt(1, 7200)).plusNanos(random.nextInt(1_000_000) * 1_000L);
    switch (random.nextInt(12)) {
      case 0 -> failed(target(random));
      case 1 ->
          record(Acts.ALERTS, Acts.alerts(state.book().due(now, AlertPolicy.DEFAULT), CONFIG, now));
      case 2 -> handle(random);
      case 3 -> silence(random);
      case 4, 5 -> settle(random);
      case 6 -> report();
      case 7 -> configured(random);
      case 8 -> channelFails(random);
      case 9 -> between(random);
      default -> checked(random);
    }
  }

  private static Finding[] findings(SplittableRandom random) {
    return random
        .ints(random.nextInt(8), 0, 12)
        .distinct()
        .mapToObj(i -> Reports.changed("/etc/é " + i, "aa", random.nextBoolean() ? "bb" : "cc"))
        .toArray(Finding[]::new);
  }

  private void checked(SplittableRandom random) throws Exception {
    Target target = target(random);
    CheckReport report = Reports.of(findings(random));
    List<Change> changes = state.book().checked(target, report, THRESHOLDS, now);
    record(Acts.CHECKED, Acts.checked(target, report, random.nextInt(3), changes, CONFIG, now));
  }

  private void failed(Target target) throws Exception {
    List<Change> changes =
        state.book().failed(target, Cause.MONITOR_FAILED, "it hangs", now).stream().toList();
    record(Acts.FAILED, Acts.failed(target, "it hangs", Optional.empty(), 0, changes, CONFIG, now));
  }

  private void between(SplittableRandom random) throws Exception {
    Optional<Change> change =
        state
            .book()
            .reported(
                target(random), List.of(findings(random)), THRESHOLDS, Duration.ofMinutes(5), now);
    record(Acts.ALERTS, Acts.alerts(change.stream().toList(), CONFIG, now));
  }

  private void handle(SplittableRandom random) throws Exception {
    List<Alert> active = state.book().active();
    if (!active.isEmpty()) {
      String id = active.get(random.nextInt(active.size())).id();
      Change change =
          random.nextBoolean()
              ? state.book().acknowledge(id, "ada", "looking", now)
              : state.book().resolve(id, "bob", "was me", now);
      record(Acts.ALERTS, Acts.alerts(List.of(change), CONFIG, now));
    }
  }

  private void silence(SplittableRandom random) throws Exception {
    List<Silence> running = state.book().silences(now);
    Silence silence =
        !running.isEmpty() && random.nextBoolean()
            ? state.book().ended(running.getFirst().id(), now)
            : new Silence(
                "silence-" + log.size(), "files/*", "ada", "work", now, now.plusSeconds(9_000));
    record(Acts.SILENCE, Acts.silence(silence, now));
  }

  private void settle(SplittableRandom random) throws Exception {
    List<Pending> pending = state.outbox().pending();
    if (!pending.isEmpty()) {
      Pending one = pending.get(random.nextInt(pending.size()));
      record(
          random.nextInt(4) == 0 ? Acts.GIVEN_UP : Acts.DELIVERED,
          Acts.settled(one, "so it was", List.of(), CONFIG, now));
    }
  }

  private void channelFails(SplittableRandom random) throws Exception {
    Target channel = new Target("~channel/mail", "channel", "mail");
    Optional<Change> change =
        random.nextBoolean()
            ? state.book().failed(channel, Cause.CHANNEL_FAILED, "no connection", now)
            : state.book().recovered(channel, Cause.CHANNEL_FAILED, "it works again", now);
    record(Acts.ALERTS, Acts.alerts(change.stream().toList(), CONFIG, now));
  }

  private void report() throws Exception {
    JsonObject report =
        JsonObject.builder()
            .put("totals", JsonObject.builder().put("monitors", log.size()).build())
            .build();
    record(
        Acts.REPORT, Acts.report(now.toString().substring(0, 10), report, List.of("console"), now));
  }

  private void configured(SplittableRandom random) throws Exception {
    List<String> retired =
        random.nextInt(4) == 0
            ? state.runs().stream().map(r -> r.target().monitor()).limit(1).toList()
            : List.of();
    record(Acts.CONFIG, Acts.config("c" + log.size(), retired, List.of(), CONFIG, now));
  }

  @Test
  void whatIsNoKeptStateIsRefusedWithItsLine() {
    byte[] kept = KeptState.write(state, 3);
    assertThatThrownBy(() -> KeptState.read(kept, 4, outbox()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1");
    String bad = new String(kept, StandardCharsets.UTF_8) + "{\"run\":{}}\n";
    assertThatThrownBy(() -> KeptState.read(bad.getBytes(StandardCharsets.UTF_8), 3, outbox()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2", "monitor");
    assertThatThrownBy(() -> KeptState.read(new byte[] {'{', '\n'}, 3, outbox()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 1");
  }
}
