package dev.intact.monitor.channel;

import dev.intact.monitor.alert.Alert;
import dev.intact.monitor.alert.Visible;
import dev.intact.monitor.message.Message;
import dev.intact.record.RecordTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Syslog by RFC 5424 with octet counting (RFC 6587, 3.4.1; RFC 5425) over TCP, by TLS unless the
 * configuration says otherwise. The protocol has no answer: delivered means that the connection
 * took it. One connection a message.
 */
final class Syslog implements Channel {

  private static final int MAX_MESSAGE = 8_000;
  private static final int MAX_HOST = 255;
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
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write((frame.length + " ").getBytes(StandardCharsets.US_ASCII));
      out.write(frame);
      out.flush();
      return new Outcome.Delivered("written");
    } catch (SSLException e) {
      return new Outcome.Again("TLS: " + Visible.line(String.valueOf(e.getMessage()), 200));
    } catch (IOException | NoSuchAlgorithmException e) {
      return new Outcome.Again(
          spec.host() + ":" + spec.port() + ": " + e.getClass().getSimpleName());
    }
  }

  private Socket connect() throws IOException, NoSuchAlgorithmException {
    int millis = (int) spec.timeout().toMillis();
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(spec.host(), spec.port()), millis);
      plain.setSoTimeout(millis);
      if (!spec.tls()) {
        return plain;
      }
      SSLContext context = trust.isPresent() ? trust.get() : SSLContext.getDefault();
      SSLSocket secure =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, spec.host(), spec.port(), true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return secure;
    } catch (IOException | NoSuchAlgorithmException e) {
      plain.close();
      throw e;
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
