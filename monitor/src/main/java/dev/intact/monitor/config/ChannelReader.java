package dev.intact.monitor.config;

import dev.intact.monitor.channel.AlertmanagerSpec;
import dev.intact.monitor.channel.ChannelSpec;
import dev.intact.monitor.channel.ConsoleSpec;
import dev.intact.monitor.channel.FileSpec;
import dev.intact.monitor.channel.HttpOptions;
import dev.intact.monitor.channel.MailSpec;
import dev.intact.monitor.channel.PagerDutySpec;
import dev.intact.monitor.channel.Secret;
import dev.intact.monitor.channel.SlackSpec;
import dev.intact.monitor.channel.SyslogSpec;
import dev.intact.monitor.channel.WebhookSpec;
import dev.intact.monitor.deliver.Pace;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads channels. */
final class ChannelReader {

  static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";

  private static final List<String> COMMON = List.of("name", "type", "per_minute", "burst");
  private static final List<String> HTTP = List.of("timeout", "public_only", "ca_file");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private ChannelReader() {}

  /** A channel and its pace. */
  record Read(ChannelSpec spec, Pace pace) {}

  static Read read(Yaml yaml) throws ConfigException {
    Optional<Yaml.Entry> type =
        yaml.entries().stream().filter(e -> e.name().equals("type")).findFirst();
    if (type.isEmpty()) {
      throw yaml.wrong("type is needed");
    }
    Yaml value = type.get().value();
    return switch (value.text()) {
      case "console" -> read(yaml, in -> new ConsoleSpec(Values.name(in)));
      case "file" -> read(yaml, ChannelReader::file, "path", "format");
      case "webhook" ->
          http(
              yaml,
              ChannelReader::webhook,
              "url",
              "url_env",
              "url_file",
              "secret_env",
              "secret_file",
              "format");
      case "slack" -> http(yaml, ChannelReader::slack, "url_env", "url_file");
      case "pagerduty" ->
          http(yaml, ChannelReader::pagerDuty, "routing_key_env", "routing_key_file", "url");
      case "alertmanager" ->
          http(yaml, ChannelReader::alertmanager, "url", "bearer_env", "bearer_file");
      case "syslog" ->
          read(
              yaml,
              ChannelReader::syslog,
              "host",
              "port",
              "transport",
              "ca_file",
              "facility",
              "enterprise",
              "timeout");
      case "email" ->
          read(
              yaml,
              ChannelReader::mail,
              "host",
              "port",
              "security",
              "user",
              "password_env",
              "password_file",
              "from",
              "to",
              "ca_file",
              "timeout");
      default ->
          throw value.wrong(
              "known are console, file, webhook, slack, pagerduty, alertmanager, syslog, email");
    };
  }

  /** Makes a channel of its members. */
  private interface Maker {
    ChannelSpec make(Yaml.Members in) throws ConfigException;
  }

  private static Read http(Yaml yaml, Maker maker, String... own) throws ConfigException {
    return read(
        yaml, maker, Stream.concat(HTTP.stream(), Arrays.stream(own)).toArray(String[]::new));
  }

  private static Read read(Yaml yaml, Maker maker, String... own) throws ConfigException {
    Yaml.Members in =
        yaml.members(Stream.concat(COMMON.stream(), Arrays.stream(own)).toArray(String[]::new));
    Pace pace =
        new Pace(
            (int) in.number("per_minute", Pace.DEFAULT.perMinute(), 1, 100_000),
            (int) in.number("burst", Pace.DEFAULT.burst(), 1, 100_000));
    return new Read(maker.make(in), pace);
  }

  private static HttpOptions options(Yaml.Members in) throws ConfigException {
    return new HttpOptions(
        Values.duration(in, "timeout", HttpOptions.DEFAULT.timeout(), SECOND),
        in.flag("public_only", false),
        path(in, "ca_file"));
  }

  private static Optional<Path> path(Yaml.Members in, String name) throws ConfigException {
    return in.get(name).isPresent() ? Optional.of(Path.of(in.need(name).text())) : Optional.empty();
  }

  /** A secret by {@code NAME_env} or {@code NAME_file}, at most one of them. */
  static Optional<Secret> secret(Yaml.Members in, String name) throws ConfigException {
    Optional<Yaml> environment = in.get(name + "_env");
    Optional<Yaml> file = in.get(name + "_file");
    if (environment.isPresent() && file.isPresent()) {
      throw file.get().wrong("either " + name + "_env or " + name + "_file");
    }
    if (environment.isPresent()) {
      return Optional.of(new Secret.OfEnvironment(environment.get().text()));
    }
    return file.isPresent()
        ? Optional.of(new Secret.OfFile(Path.of(file.get().text())))
        : Optional.empty();
  }

  private static Secret needSecret(Yaml.Members in, String name) throws ConfigException {
    return secret(in, name)
        .orElseThrow(() -> in.whole().wrong(name + "_env or " + name + "_file is needed"));
  }

  /** An address that may stand in the file itself. */
  static Secret address(Yaml.Members in) throws ConfigException {
    Optional<Secret> secret = secret(in, "url");
    if (in.get("url").isPresent() && secret.isPresent()) {
      throw in.need("url").wrong("either url, url_env or url_file");
    }
    if (secret.isPresent()) {
      return secret.get();
    }
    return new Secret.Plain(url(in.need("url")));
  }

  private static String url(Yaml value) throws ConfigException {
    String url = value.text();
    if (!url.matches("https?://[^/?#@\\s]+[^\\s]*")) {
      throw value.wrong("an http or https address without a user is needed");
    }
    return url;
  }

  private static boolean ocsf(Yaml.Members in, String other) throws ConfigException {
    String format = in.text("format", other);
    if (!format.equals(other) && !format.equals("ocsf")) {
      throw in.need("format").wrong("known are " + other + " and ocsf");
    }
    return format.equals("ocsf");
  }

  private static ChannelSpec file(Yaml.Members in) throws ConfigException {
    return new FileSpec(Values.name(in), Path.of(in.need("path").text()), ocsf(in, "intact"));
  }

  private static ChannelSpec webhook(Yaml.Members in) throws ConfigException {
    return new WebhookSpec(
        Values.name(in), address(in), secret(in, "secret"), ocsf(in, "cloudevents"), options(in));
  }

  private static ChannelSpec slack(Yaml.Members in) throws ConfigException {
    return new SlackSpec(Values.name(in), needSecret(in, "url"), options(in));
  }

  private static ChannelSpec pagerDuty(Yaml.Members in) throws ConfigException {
    String url = in.get("url").isPresent() ? url(in.need("url")) : PAGERDUTY;
    return new PagerDutySpec(Values.name(in), needSecret(in, "routing_key"), url, options(in));
  }

  private static ChannelSpec alertmanager(Yaml.Members in) throws ConfigException {
    return new AlertmanagerSpec(
        Values.name(in), url(in.need("url")), secret(in, "bearer"), options(in));
  }

  private static ChannelSpec syslog(Yaml.Members in) throws ConfigException {
    SyslogSpec.Transport transport =
        switch (in.text("transport", "tls")) {
          case "tls" -> SyslogSpec.Transport.TLS;
          case "tcp" -> SyslogSpec.Transport.TCP;
          case "udp" -> SyslogSpec.Transport.UDP;
          default -> throw in.need("transport").wrong("known are tls, tcp and udp");
        };
    return new SyslogSpec(
        Values.name(in),
        in.need("host").text(),
        (int) in.number("port", transport.port(), 1, 65_535),
        transport,
        path(in, "ca_file"),
        (int) in.number("facility", 13, 0, 23),
        in.number("enterprise", 32_473, 1, 4_294_967_295L),
        Values.duration(in, "timeout", Duration.ofSeconds(15), SECOND));
  }

  private static ChannelSpec mail(Yaml.Members in) throws ConfigException {
    String security = in.text("security", "starttls");
    if (!security.equals("starttls") && !security.equals("tls")) {
      throw in.need("security").wrong("known are starttls and tls; mail is not sent in clear");
    }
    boolean startTls = security.equals("starttls");
    Optional<Secret> password = secret(in, "password");
    if (in.get("user").isPresent() != password.isPresent()) {
      throw in.whole().wrong("user goes together with password_env or password_file");
    }
    List<Yaml> to = in.need("to").list();
    for (Yaml one : to) {
      mailAddress(one);
    }
    if (to.isEmpty()) {
      throw in.need("to").wrong("at least one address is needed");
    }
    mailAddress(in.need("from"));
    return new MailSpec(
        Values.name(in),
        in.need("host").text(),
        (int) in.number("port", startTls ? 587 : 465, 1, 65_535),
        startTls,
        in.get("user").isPresent() ? Optional.of(in.need("user").text()) : Optional.empty(),
        password,
        in.need("from").text(),
        in.texts("to"),
        path(in, "ca_file"),
        Values.duration(in, "timeout", Duration.ofSeconds(20), SECOND));
  }

  private static void mailAddress(Yaml value) throws ConfigException {
    try {
      new InternetAddress(value.text(), true);
    } catch (AddressException e) {
      throw value.wrong("a mail address is needed");
    }
  }
}
