package dev.intact.monitor.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A receiver of syslog by RFC 5424.
 *
 * @param name names it
 * @param host its host
 * @param port its port
 * @param transport how messages get there
 * @param caFile PEM file of the authorities to trust instead of the JDK's
 * @param facility 10 (security) or 13 (log audit), say
 * @param enterprise the private enterprise number in the name of the structured data
 * @param timeout until the message is written
 */
public record SyslogSpec(
    String name,
    String host,
    int port,
    Transport transport,
    Optional<Path> caFile,
    int facility,
    long enterprise,
    Duration timeout)
    implements ChannelSpec {

  /** How messages get there. */
  public enum Transport {
    /** TLS (RFC 5425). */
    TLS(6514),
    /** TCP with octet counting (RFC 6587), which anybody on the way can read and change. */
    TCP(601),
    /** Datagrams (RFC 5426), which besides may be lost without a word. */
    UDP(514);

    private final int port;

    Transport(int port) {
      this.port = port;
    }

    /**
     * The registered port.
     *
     * @return its number
     */
    public int port() {
      return port;
    }
  }
}
