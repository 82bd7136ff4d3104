package dev.intact.monitor.channel;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Makes channels.
 *
 * @param environment where secrets may be
 * @param clock the time in signatures and of {@code Retry-After}
 * @param console where the console's messages are printed
 * @param host the name of this machine
 */
public record Channels(
    Map<String, String> environment, InstantSource clock, PrintStream console, String host) {

  /**
   * A channel.
   *
   * @param spec what it is
   * @return the channel; nothing was connected yet
   * @throws IOException if the file of its authorities cannot be used
   */
  public Channel open(ChannelSpec spec) throws IOException {
    return switch (spec) {
      case ConsoleSpec s -> new Console(s.name(), console);
      case FileSpec s -> new JsonLines(s);
      case WebhookSpec s -> new Webhook(s, http(s.http()), environment, clock);
      case SlackSpec s -> new Slack(s, http(s.http()), environment);
      case PagerDutySpec s -> new PagerDuty(s, http(s.http()), environment);
      case AlertmanagerSpec s -> new Alertmanager(s, http(s.http()), environment, clock);
      case SyslogSpec s -> new Syslog(s, trust(s.caFile()), host);
      case MailSpec s -> new Mail(s, trust(s.caFile()), environment);
    };
  }

  private HttpPost http(HttpOptions options) throws IOException {
    return new HttpPost(options, trust(options.caFile()), clock);
  }

  private static Optional<SSLContext> trust(Optional<Path> caFile) throws IOException {
    return caFile.isPresent() ? Optional.of(Trust.of(caFile.get())) : Optional.empty();
  }
}
