package dev.intact.monitor.config;

import dev.intact.monitor.alert.AlertPolicy;
import dev.intact.monitor.alert.Ids;
import dev.intact.monitor.alert.Level;
import dev.intact.monitor.alert.Silence;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.channel.ChannelSpec;
import dev.intact.monitor.channel.HttpOptions;
import dev.intact.monitor.deliver.Pace;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a configuration, whole or not at all. */
public final class ConfigReader {

  private static final int MAX_MONITORS = 1_000;
  private static final int MAX_CHANNELS = 50;
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Defaults defaults;
  private final Map<String, Thresholds> thresholds = new HashMap<>();
  private final List<ChannelSpec> channels = new ArrayList<>();
  private final Map<String, Pace> paces = new HashMap<>();

  private ConfigReader(Defaults defaults) {
    this.defaults = defaults;
  }

  /**
   * The configuration of a YAML text.
   *
   * @param file how the file is called in complaints
   * @param text its content
   * @param defaults what is in force where it says nothing
   * @return the configuration
   * @throws ConfigException if anything in it is wrong; names file, line, column and value
   */
  public static MonitorConfig read(String file, String text, Defaults defaults)
      throws ConfigException {
    return new ConfigReader(defaults).read(Yaml.parse(file, text));
  }

  private MonitorConfig read(Yaml yaml) throws ConfigException {
    Yaml.Members in =
        yaml.members(
            "host",
            "monitors",
            "files",
            "thresholds",
            "channels",
            "routes",
            "silences",
            "alerts",
            "report",
            "heartbeat",
            "parallel");
    if (in.get("thresholds").isPresent()) {
      for (Yaml.Entry entry : in.need("thresholds").entries()) {
        thresholds.put(entry.name(), thresholds(entry.value(), defaults.thresholds(entry.name())));
      }
    }
    channels(in.list("channels"));
    List<MonitorSpec> monitors = monitors(in.list("monitors"));
    return new MonitorConfig(
        in.get("host").isPresent() ? Optional.of(in.need("host").text()) : Optional.empty(),
        monitors,
        FileSetReader.read(in.list("files"), defaults.refusal()),
        thresholds,
        channels,
        paces,
        routes(in),
        silences(in.list("silences")),
        policy(in),
        report(in),
        heartbeat(in),
        (int) in.number("parallel", 2, 1, 256));
  }

  private void channels(List<Yaml> list) throws ConfigException {
    for (Yaml yaml : list) {
      ChannelReader.Read read = ChannelReader.read(yaml);
      if (paces.putIfAbsent(read.spec().name(), read.pace()) != null) {
        throw yaml.wrong("there is a channel " + read.spec().name() + " already");
      }
      channels.add(read.spec());
    }
    if (channels.size() > MAX_CHANNELS) {
      throw list.getLast().wrong("at most " + MAX_CHANNELS + " channels");
    }
    if (channels.isEmpty()) {
      channels.add(new dev.intact.monitor.channel.ConsoleSpec("console"));
      paces.put("console", Pace.DEFAULT);
    }
  }

  private List<MonitorSpec> monitors(List<Yaml> list) throws ConfigException {
    List<MonitorSpec> monitors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml yaml : list) {
      Yaml.Members in =
          yaml.members("name", "kind", "subject", "interval", "timeout", "thresholds", "watch");
      String name = Values.name(in);
      if (!names.add(name)) {
        throw in.need("name").wrong("there is a monitor " + name + " already");
      }
      String kind = in.need("kind").text();
      Duration interval = Values.duration(in, "interval", defaults.interval(kind), SECOND);
      Thresholds common = common(kind);
      monitors.add(
          new MonitorSpec(
              name,
              kind,
              in.need("subject").text(),
              interval,
              Values.duration(in, "timeout", interval, SECOND),
              in.get("thresholds").isPresent() ? thresholds(in.need("thresholds"), common) : common,
              false,
              watch(in, kind)));
    }
    if (monitors.size() > MAX_MONITORS) {
      throw list.getLast().wrong("at most " + MAX_MONITORS + " monitors");
    }
    for (MonitorSpec rest : defaults.monitors()) {
      if (!names.contains(rest.name())) {
        monitors.add(MonitorSpec.rest(rest.kind(), rest.interval(), common(rest.kind())));
      }
    }
    return monitors;
  }

  private static Optional<WatchSpec> watch(Yaml.Members monitor, String kind)
      throws ConfigException {
    if (monitor.get("watch").isEmpty()) {
      return Optional.empty();
    }
    Yaml yaml = monitor.need("watch");
    if (!kind.equals("files")) {
      throw yaml.wrong("files can be watched, " + kind + " cannot");
    }
    WatchSpec absent = WatchSpec.DEFAULT;
    if (!yaml.isMap()) {
      return yaml.flag() ? Optional.of(absent) : Optional.empty();
    }
    Yaml.Members in = yaml.members("reread_within", "canary_every", "canary_within", "inotify");
    return Optional.of(
        new WatchSpec(
            Values.duration(in, "reread_within", absent.rereadWithin(), SECOND),
            Values.duration(in, "canary_every", absent.canaryEvery(), SECOND),
            Values.duration(in, "canary_within", absent.canaryWithin(), SECOND),
            in.flag("inotify", absent.byDirectory())));
  }

  private Thresholds common(String kind) {
    return thresholds.getOrDefault(kind, defaults.thresholds(kind));
  }

  private static Thresholds thresholds(Yaml yaml, Thresholds absent) throws ConfigException {
    Yaml.Members in = yaml.members("warning", "critical");
    long warning = in.number("warning", absent.warning(), 1, 1_000_000_000);
    long critical = in.number("critical", Math.max(warning, absent.critical()), 1, 1_000_000_000);
    if (critical < warning) {
      throw yaml.wrong("critical is at least as many as warning");
    }
    return new Thresholds(warning, critical);
  }

  private List<Route> routes(Yaml.Members whole) throws ConfigException {
    if (whole.get("routes").isEmpty()) {
      List<String> all = channels.stream().map(ChannelSpec::name).toList();
      return List.of(new Route("*", List.of(), Level.WARNING, all, List.of()));
    }
    List<Route> routes = new ArrayList<>();
    for (Yaml yaml : whole.list("routes")) {
      Yaml.Members in = yaml.members("monitors", "kinds", "level", "channels", "escalate");
      routes.add(
          new Route(
              in.text("monitors", "*"),
              in.texts("kinds"),
              level(in),
              known(in, "channels"),
              known(in, "escalate")));
    }
    if (routes.isEmpty()) {
      throw whole.need("routes").wrong("at least one route is needed; leave it out for all");
    }
    return routes;
  }

  private static Level level(Yaml.Members in) throws ConfigException {
    return switch (in.text("level", "warning")) {
      case "warning" -> Level.WARNING;
      case "critical" -> Level.CRITICAL;
      default -> throw in.need("level").wrong("known are warning and critical");
    };
  }

  private List<String> known(Yaml.Members in, String name) throws ConfigException {
    for (Yaml one : in.list(name)) {
      String channel = one.text();
      if (channels.stream().noneMatch(c -> c.name().equals(channel))) {
        throw one.wrong("there is no channel " + channel);
      }
    }
    return in.texts(name);
  }

  private static List<Silence> silences(List<Yaml> list) throws ConfigException {
    List<Silence> silences = new ArrayList<>();
    for (Yaml yaml : list) {
      Yaml.Members in = yaml.members("monitors", "reason", "from", "until");
      String monitors = in.need("monitors").text();
      String reason = in.need("reason").text();
      Instant from = Values.instant(in.need("from"));
      Instant until = Values.instant(in.need("until"));
      if (!until.isAfter(from)) {
        throw in.need("until").wrong("a silence ends after it begins");
      }
      String id = Ids.of("silence", "config", monitors, from.toString(), until.toString());
      silences.add(new Silence(id, monitors, "configuration", reason, from, until));
    }
    return silences;
  }

  private static AlertPolicy policy(Yaml.Members whole) throws ConfigException {
    if (whole.get("alerts").isEmpty()) {
      return AlertPolicy.DEFAULT;
    }
    Yaml.Members in = whole.need("alerts").members("remind_after", "escalate_after", "group_for");
    return new AlertPolicy(
        Values.duration(in, "remind_after", AlertPolicy.DEFAULT.remindAfter(), SECOND),
        Values.duration(in, "escalate_after", AlertPolicy.DEFAULT.escalateAfter(), SECOND),
        Values.duration(in, "group_for", AlertPolicy.DEFAULT.groupFor(), SECOND));
  }

  private ReportSpec report(Yaml.Members whole) throws ConfigException {
    if (whole.get("report").isEmpty()) {
      return new ReportSpec(LocalTime.of(9, 0), defaults.zone(), false, List.of(), 1, 5);
    }
    Yaml.Members in =
        whole.need("report").members("at", "zone", "send", "channels", "warning", "critical");
    String send = in.text("send", "violations");
    if (!send.equals("violations") && !send.equals("always")) {
      throw in.need("send").wrong("known are violations and always");
    }
    List<String> receivers = known(in, "channels");
    for (Yaml one : in.list("channels")) {
      String name = one.text();
      if (channels.stream().anyMatch(c -> c.name().equals(name) && c.alertsOnly())) {
        throw one.wrong(name + " takes alerts only, no reports");
      }
    }
    long warning = in.number("warning", 1, 1, 1_000_000_000);
    long critical = in.number("critical", Math.max(5, warning), 1, 1_000_000_000);
    if (critical < warning) {
      throw in.need("critical").wrong("critical is at least as many as warning");
    }
    return new ReportSpec(
        in.get("at").isPresent() ? Values.time(in.need("at")) : LocalTime.of(9, 0),
        in.get("zone").isPresent() ? Values.zone(in.need("zone")) : defaults.zone(),
        send.equals("always"),
        receivers,
        warning,
        critical);
  }

  private static Optional<HeartbeatSpec> heartbeat(Yaml.Members whole) throws ConfigException {
    if (whole.get("heartbeat").isEmpty()) {
      return Optional.empty();
    }
    Yaml.Members in =
        whole.need("heartbeat").members("url", "url_env", "url_file", "interval", "timeout");
    HttpOptions http =
        new HttpOptions(
            Values.duration(in, "timeout", HttpOptions.DEFAULT.timeout(), SECOND),
            false,
            Optional.empty());
    return Optional.of(
        new HeartbeatSpec(
            ChannelReader.address(in),
            Values.duration(in, "interval", Duration.ofMinutes(1), SECOND),
            http));
  }
}
