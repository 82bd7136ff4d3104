package dev.intact.monitor.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A mail server.
 *
 * @param name names it
 * @param host its host
 * @param port its port
 * @param startTls STARTTLS if true, else TLS from the beginning; never without
 * @param user who logs in
 * @param password with what
 * @param from the sender
 * @param to the receivers
 * @param caFile PEM file of the authorities to trust instead of the JDK's
 * @param timeout of each wait; an attempt as a whole has four times as long
 */
public record MailSpec(
    String name,
    String host,
    int port,
    boolean startTls,
    Optional<String> user,
    Optional<Secret> password,
    String from,
    List<String> to,
    Optional<Path> caFile,
    Duration timeout)
    implements ChannelSpec {

  /** Copies. */
  public MailSpec {
    to = List.copyOf(to);
  }
}
