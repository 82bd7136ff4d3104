package dev.intact.monitor.channel;

/** What a configuration says of a channel. */
public sealed interface ChannelSpec
    permits AlertmanagerSpec,
        ConsoleSpec,
        FileSpec,
        MailSpec,
        PagerDutySpec,
        SlackSpec,
        SyslogSpec,
        WebhookSpec {

  /**
   * What names it.
   *
   * @return the name in the configuration
   */
  String name();

  /**
   * What kind of channel it is.
   *
   * @return the type in the configuration
   */
  default String type() {
    return switch (this) {
      case ConsoleSpec c -> "console";
      case FileSpec f -> "file";
      case WebhookSpec w -> "webhook";
      case SlackSpec s -> "slack";
      case PagerDutySpec p -> "pagerduty";
      case AlertmanagerSpec a -> "alertmanager";
      case SyslogSpec s -> "syslog";
      case MailSpec m -> "email";
    };
  }

  /**
   * Whether it is made for alerts alone, and takes no reports.
   *
   * @return true for those that keep alerts as incidents
   */
  default boolean alertsOnly() {
    return this instanceof PagerDutySpec || this instanceof AlertmanagerSpec;
  }

  /**
   * Whether it is told that somebody has taken an alert on.
   *
   * @return true for programs, false for people, who would read it as one more alert
   */
  default boolean takesAcknowledgements() {
    return this instanceof PagerDutySpec || this instanceof WebhookSpec || this instanceof FileSpec;
  }
}
