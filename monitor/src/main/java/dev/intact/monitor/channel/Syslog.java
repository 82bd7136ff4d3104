package dev.intact.monitor.channel;

import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Visible;
import dev.intact.monitor.message.Message;
import dev.intact.record.RecordTime;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Syslog by RFC 5424: by TLS (RFC 5425), by TCP with octet counting (RFC 6587, 3.4.1), or a
 * datagram (RFC 5426). The protocol has no answer. By TLS and TCP delivered means that the
 * receiver, told that nothing more follows, did not drop the connection: who closes with bytes
 * unread resets it. One connection a message.
 */
final class Syslog implements Channel {

  private static final int MAX_MESSAGE = 8_000;
  private static final int MAX_HOST = 255;

  /** What receivers should take of a datagram (RFC 5426, 3.2). */
  private static final int MAX_DATAGRAM = 2_048;

  /** So long for the receiver to close. */
  private static final Duration MAX_CLOSING = Duration.ofSeconds(5);

  private static final int MAX_VALUE = 300;
  private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final SyslogSpec spec;
  private final Optional<SSLContext> trust;
  private final String host;

  Syslog(SyslogSpec spec, Optional<SSLContext> trust, String host) {
    this.spec = spec;
    this.trust = trust;
    this.host = ascii(host, MAX_HOST);
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Outcome send(Message message) {
    byte[] frame = frame(message);
    if (spec.transport() == SyslogSpec.Transport.UDP) {
      return datagram(frame);
    }
    try (Deadline deadline = Deadline.in(spec.timeout())) {
      return streamed(frame, deadline);
    }
  }

  private Outcome streamed(byte[] frame, Deadline deadline) {
    try (Socket plain = Connections.plain(spec.host(), spec.port(), spec.timeout(), deadline);
        Socket socket =
            spec.transport() == SyslogSpec.Transport.TLS
                ? Connections.tls(plain, spec.host(), spec.port(), trust)
                : plain) {
      OutputStream out = socket.getOutputStream();
      ByteArrayOutputStream counted = new ByteArrayOutputStream(frame.length + 8);
      counted.writeBytes((frame.length + " ").getBytes(StandardCharsets.US_ASCII));
      counted.writeBytes(frame);
      out.write(counted.toByteArray());
      out.flush();
      deadline.close();
      return closed(plain, socket);
    } catch (IOException | NoSuchAlgorithmException e) {
      return new Outcome.Again(
          deadline.isOver()
              ? at("it was not taken within " + spec.timeout().toSeconds() + " s")
              : e instanceof SSLException
                  ? "TLS: " + Visible.line(String.valueOf(e.getMessage()), 200)
                  : at(e.getClass().getSimpleName()));
    }
  }

  private String at(String what) {
    return spec.host() + ":" + spec.port() + ": " + what;
  }

  private Outcome datagram(byte[] frame) {
    int length = Math.min(frame.length, MAX_DATAGRAM);
    while (length < frame.length && (frame[length] & 0xc0) == 0x80) {
      length--; // not within a character
    }
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(frame, length, new InetSocketAddress(spec.host(), spec.port())));
      return new Outcome.Delivered("sent, which nobody confirms");
    } catch (IOException | IllegalArgumentException e) {
      return new Outcome.Again(
          spec.host() + ":" + spec.port() + ": " + e.getClass().getSimpleName());
    }
  }

  /** It is written: that the receiver goes on talking, or says nothing, does not take it back. */
  private Outcome closed(Socket plain, Socket socket) throws IOException {
    Duration most = spec.timeout().compareTo(MAX_CLOSING) < 0 ? spec.timeout() : MAX_CLOSING;
    Outcome open = new Outcome.Delivered("written; the receiver did not close the connection");
    try (Deadline deadline = Deadline.in(most)) {
      deadline.closes(plain);
      try {
        socket.shutdownOutput();
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        return new Outcome.Delivered("taken");
      } catch (SocketTimeoutException e) {
        return open;
      } catch (SocketException e) {
        return deadline.isOver() ? open : new Outcome.Again(at("the connection was dropped"));
      } catch (SSLException | EOFException e) {
        return deadline.isOver()
            ? open
            : new Outcome.Delivered("written; the receiver closed without a word");
      }
    }
  }

  byte[] frame(Message message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header(message).getBytes(StandardCharsets.UTF_8));
    bytes.write(' ');
    bytes.writeBytes(BOM);
    StringBuilder text = new StringBuilder(message.title());
    for (String line : message.lines()) {
      if (text.length() + line.length() > MAX_MESSAGE / 3) {
        break;
      }
      text.append("; ").append(line);
    }
    bytes.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /** PRI VERSION TIMESTAMP HOSTNAME APP-NAME PROCID MSGID STRUCTURED-DATA. */
  private String header(Message message) {
    int priority = spec.facility() * 8 + severity(message);
    return "<"
        + priority
        + ">1 "
        + RecordTime.format(message.at())
        + " "
        + host
        + " intact - "
        + message.type().toUpperCase(Locale.ROOT)
        + " "
        + structured(message);
  }

  private static int severity(Message message) {
    if (message.over()) {
      return 5;
    }
    return switch (message.level()) {
      case INFO -> 6;
      case WARNING -> 4;
      case CRITICAL -> 2;
    };
  }

  private String structured(Message message) {
    StringBuilder data = new StringBuilder("[intact@").append(spec.enterprise());
    value(data, "id", message.id());
    value(data, "key", message.key());
    if (message.alert().isPresent()) {
      Alert alert = message.alert().get();
      value(data, "monitor", alert.target().monitor());
      value(data, "kind", alert.target().kind());
      value(data, "subject", alert.target().subject());
      value(data, "cause", alert.cause().text());
      value(data, "state", alert.state().text());
      value(data, "violations", Long.toString(alert.violations()));
    }
    value(data, "level", message.level().text());
    return data.append(']').toString();
  }

  /** {@code "}, {@code \} and {@code ]} get a backslash (RFC 5424, 6.3.3). */
  private static void value(StringBuilder data, String name, String value) {
    String escaped = Visible.line(value, MAX_VALUE).replaceAll("([\"\\\\\\]])", "\\\\$1");
    data.append(' ').append(name).append("=\"").append(escaped).append('"');
  }

  private static String ascii(String text, int max) {
    String plain = text.replaceAll("[^\\x21-\\x7e]", "");
    if (plain.isEmpty()) {
      return "-";
    }
    return plain.length() > max ? plain.substring(0, max) : plain;
  }
}
