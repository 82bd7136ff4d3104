package dev.intact.monitor;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.index.RecordKeys;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.channel.Channels;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.record.RecordFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** An installation that a test drives step by step: nothing happens by itself. */
final class Site implements AutoCloseable {

  final ManualClock clock;
  final Subjects subjects = new Subjects();
  final ByteArrayOutputStream console = new ByteArrayOutputStream();
  final Path directory;
  final Path yaml;
  LogStore store;
  Monitoring monitoring;
  private final int keepEvery;
  private long size;
  private Defaults defaults = Defaults.none(ZoneOffset.UTC);

  Site(Path directory, String start, String configuration) throws Exception {
    this(directory, start, configuration, Integer.MAX_VALUE);
  }

  /** With a state that is kept after so many acts. */
  Site(Path directory, String start, String configuration, int keepEvery) throws Exception {
    this.keepEvery = keepEvery;
    this.directory = directory;
    this.clock = new ManualClock(start);
    this.yaml = directory.resolve("monitor.yaml");
    configure(configuration);
    open();
  }

  void configure(String configuration) throws IOException {
    Files.writeString(yaml, configuration);
  }

  static RecordKeys keys(byte[] entry) {
    RecordFields fields = RecordFields.of(entry);
    return new RecordKeys(
        fields.auditId(), fields.eventType(), fields.eventMicros(), fields.createdMicros());
  }

  void open() throws Exception {
    store =
        LogStore.open(
            LogStoreConfig.of(directory.resolve("data"), clock, Site::keys)
                .withPublishInterval(Duration.ofMillis(10)));
    monitoring =
        Monitoring.open(
            new MonitorSetup(
                store,
                subjects,
                new Channels(
                    Map.of("SECRET", "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                    clock,
                    new PrintStream(console, true, StandardCharsets.UTF_8),
                    "web-1"),
                ConfigSource.of(yaml),
                defaults,
                clock,
                clock::nanos,
                new SplittableRandom(7),
                config -> {}),
            keepEvery);
  }

  /** From the next start on, all of these is checked that the configuration does not name. */
  void defaults(String kind) {
    defaults =
        new Defaults(
            ZoneOffset.UTC,
            List.of(MonitorSpec.rest(kind, Duration.ofMinutes(15), Thresholds.of(kind))),
            set -> Optional.empty());
  }

  void restart() throws Exception {
    close();
    open();
  }

  /** The clock is looked at, what is due runs to its end, and what then is due is sent. */
  void step() throws Exception {
    monitoring.tick();
    monitoring.awaitIdle();
    monitoring.tick();
    monitoring.deliver();
  }

  /** First lines of what the console was told since the last call. */
  List<String> told() {
    String text = console.toString(StandardCharsets.UTF_8);
    console.reset();
    return text.lines().filter(l -> l.startsWith("[intact]")).toList();
  }

  /** The acts in the log. */
  List<JsonObject> acts() throws Exception {
    List<JsonObject> acts = new ArrayList<>();
    var log = store.log("~monitor");
    log.scan(
        0,
        log.size(),
        (index, entry) -> {
          try {
            acts.add((JsonObject) Json.parse(entry, JsonLimits.STRICT));
          } catch (dev.intact.json.JsonException e) {
            throw new IOException(e);
          }
        });
    return acts;
  }

  List<JsonObject> acts(String type) throws Exception {
    return acts().stream().filter(a -> a.string("event_type").equals(Optional.of(type))).toList();
  }

  /** How many acts there were when it was closed. */
  long size() {
    return size;
  }

  @Override
  public void close() {
    monitoring.close();
    try {
      size = store.log("~monitor").size();
    } catch (dev.intact.log.LogException e) {
      size = 0;
    }
    store.close();
  }
}
