package dev.intact.monitor.channel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A receiver of syslog by RFC 5424 over TCP.
 *
 * @param name names it
 * @param host its host
 * @param port its port
 * @param tls whether by TLS (RFC 5425)
 * @param caFile PEM file of the authorities to trust instead of the JDK's
 * @param facility 10 (security) or 13 (log audit), say
 * @param enterprise the private enterprise number in the name of the structured data
 * @param timeout until the message is written
 */
public record SyslogSpec(
    String name,
    String host,
    int port,
    boolean tls,
    Optional<Path> caFile,
    int facility,
    long enterprise,
    Duration timeout)
    implements ChannelSpec {}
