package dev.intact.monitor.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.ManualClock;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.channel.SyslogSpec.Transport;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Messages;
import dev.intact.monitor.receive.Daemon;
import dev.intact.monitor.receive.Identity;
import dev.intact.monitor.receive.Samples;
import dev.intact.monitor.receive.Syslogs;
import dev.intact.testkit.Tools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SyslogTest {

  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  /** No answer for so long is a failure. */
  private static final int MAX_MILLIS = 30_000;

  @TempDir static Path directory;
  private static Identity right;
  private static Identity other;

  @BeforeAll
  static void makeIdentities() throws Exception {
    right = Identity.of(directory, "ip:127.0.0.1");
    other = Identity.of(directory, "dns:other.example");
  }

  private static Channel channel(Transport transport, int port, Identity trusted)
      throws IOException {
    return new Channels(
            Map.of(),
            new ManualClock(Samples.AT.toString()),
            new PrintStream(PrintStream.nullOutputStream()),
            "web 1\u00fc")
        .open(
            new SyslogSpec(
                "s",
                "127.0.0.1",
                port,
                transport,
                Optional.of(trusted.certificate()),
                13,
                32_473,
                Duration.ofSeconds(30)));
  }

  private static ServerSocket server(Transport transport) throws IOException {
    return transport == Transport.TLS
        ? right.server().getServerSocketFactory().createServerSocket(0, 5, HERE)
        : new ServerSocket(0, 5, HERE);
  }

  /** One frame as it comes over a stream. */
  private static byte[] streamed(Transport transport, Message message) throws Exception {
    try (ServerSocket server = server(transport)) {
      CompletableFuture<byte[]> received =
          CompletableFuture.supplyAsync(() -> {
            try (Socket socket = server.accept()) {
              return socket.getInputStream().readAllBytes();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
      assertThat(channel(transport, server.getLocalPort(), right).send(message))
          .isInstanceOf(Outcome.Delivered.class);
      return Syslogs.frame(received.get());
    }
  }

  private static byte[] datagram(Message message) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(0, HERE)) {
      assertThat(channel(Transport.UDP, socket.getLocalPort(), right).send(message))
          .isInstanceOf(Outcome.Delivered.class);
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      socket.receive(packet);
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }

  private static byte[] frame(Transport transport, Message message) throws Exception {
    return transport == Transport.UDP ? datagram(message) : streamed(transport, message);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageIsWhatTheStandardSays(Transport transport) throws Exception {
    Syslogs.Parsed parsed = Syslogs.parse(frame(transport, Samples.opened("/etc/passwd")));
    assertThat(parsed.priority()).isEqualTo(13 * 8 + 4);
    assertThat(parsed.time()).isEqualTo("2026-03-02T12:00:00.000000Z");
    assertThat(parsed.host()).isEqualTo("web1");
    assertThat(parsed.application()).isEqualTo("intact");
    assertThat(parsed.messageId()).isEqualTo("ALERT_OPENED");
    assertThat(parsed.dataId()).isEqualTo("intact@32473");
    assertThat(parsed.data())
        .containsEntry("id", "msg-0123456789abcdef0123")
        .containsEntry("monitor", "etc")
        .containsEntry("violations", "1")
        .containsEntry("level", "warning");
    assertThat(parsed.text())
        .startsWith("[intact] WARNING web-1 etc: 1 violation")
        .contains("CONTENT_TAMPERED /etc/passwd: modified");
    assertThat(Syslogs.parse(frame(transport, Samples.resolved("/etc/passwd"))).priority())
        .isEqualTo(13 * 8 + 5);
  }

  @ParameterizedTest
  @EnumSource
  void hostileNamesStayWithinTheirPlaces(Transport transport) throws Exception {
    for (String name : Samples.HOSTILE.subList(0, 8)) {
      Message message =
          Messages.of(
              "msg-1", Samples.openedChange(new Target("etc", "files", name), name), "web-1");
      Syslogs.Parsed parsed = Syslogs.parse(frame(transport, message));
      assertThat(parsed.data().keySet())
          .containsExactly(
              "cause", "id", "key", "kind", "level", "monitor", "state", "subject", "violations");
      assertThat(parsed.text()).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u202e\\u2028]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLongestMessageIsCutBetweenCharacters(Transport transport) throws Exception {
    String[] paths = new String[50];
    Arrays.setAll(paths, i -> "/srv/" + "\u00fc\u20ac\ud83d\ude00".repeat(30) + i);
    byte[] frame = frame(transport, Samples.opened(paths));
    assertThat(frame.length).isBetween(1_500, transport == Transport.UDP ? 2_048 : 8_192);
    Syslogs.parse(frame);
  }

  @Test
  void aCertificateOfNobodyKnownOrOfAnotherNameIsRefused() throws Exception {
    for (Identity identity : List.of(right, other)) {
      try (ServerSocket server =
          identity.server().getServerSocketFactory().createServerSocket(0, 5, HERE)) {
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().readAllBytes();
              } catch (IOException e) {
                // the handshake fails, as it should
              }
            });
        Outcome outcome =
            channel(Transport.TLS, server.getLocalPort(), other)
                .send(Samples.opened("/etc/passwd"));
        assertThat(outcome).isInstanceOf(Outcome.Again.class);
        assertThat(outcome.detail()).startsWith("TLS: ");
      }
    }
  }

  @Test
  void whoIsNotThereOrDropsTheConnectionHasNotTakenIt() throws Exception {
    int free;
    try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
      free = server.getLocalPort();
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try (Socket socket = server.accept()) {
              socket.getInputStream().read(); // one byte of many
              socket.setSoLinger(true, 0); // a reset, as when a process ends with bytes unread
            } catch (IOException e) {
              // told by the assertion
            }
          });
      assertThat(channel(Transport.TCP, free, right).send(Samples.opened("/etc/passwd")))
          .isInstanceOf(Outcome.Again.class);
    }
    assertThat(channel(Transport.TCP, free, right).send(Samples.opened("/etc/passwd")).detail())
        .isEqualTo("127.0.0.1:" + free + ": ConnectException");
  }

  /** rsyslog takes the messages apart and gives their parts on as lines. */
  @ParameterizedTest
  @EnumSource(names = {"TLS", "TCP"})
  void rsyslogUnderstandsIt(Transport transport) throws Exception {
    Path rsyslogd = Tools.need("rsyslogd");
    if (transport == Transport.TLS) {
      Tools.require(driver().isPresent(), "rsyslog-gnutls");
    }
    Path home = Files.createTempDirectory(directory, "rsyslog");
    try (ServerSocket parts = new ServerSocket(0, 5, HERE)) {
      parts.setSoTimeout(MAX_MILLIS);
      Files.writeString(home.resolve("rsyslog.conf"), configuration(home, transport, parts));
      try (Daemon daemon =
              new Daemon(
                  home,
                  List.of(
                      rsyslogd.toString(),
                      "-n",
                      "-f",
                      home.resolve("rsyslog.conf").toString(),
                      "-i",
                      home.resolve("pid").toString()));
          Socket socket = parts.accept();
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        socket.setSoTimeout(MAX_MILLIS);
        assertThat(lines.readLine()).as("its own first words").startsWith("rsyslogd|");
        int port = Integer.parseInt(Files.readString(home.resolve("port")).strip());
        Outcome outcome = channel(transport, port, right).send(Samples.hostile());
        assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
        String line = lines.readLine();
        assertThat(line)
            .startsWith("intact|audit|crit|web1|ALERT_OPENED|[intact@32473 id=\"msg-")
            .contains("[intact] CRITICAL web-1 etc: 9 violations: 9 CONTENT_TAMPERED");
        assertThat(daemon).isNotNull();
      }
    }
  }

  private static Optional<Path> driver() throws IOException {
    for (Path lib : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
      if (Files.isDirectory(lib)) {
        try (var files =
            Files.find(lib, 3, (p, a) -> p.endsWith(Path.of("rsyslog", "lmnsd_gtls.so")))) {
          Optional<Path> found = files.findFirst();
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static String configuration(Path home, Transport transport, ServerSocket parts) {
    String driver =
        "StreamDriver.Name=\"gtls\" StreamDriver.Mode=\"1\" StreamDriver.AuthMode=\"anon\"";
    String files =
        "streamDriver.CAFile=\"%1$s\" streamDriver.CertFile=\"%1$s\" streamDriver.KeyFile=\"%2$s\""
            .formatted(right.certificate(), right.key());
    boolean tls = transport == Transport.TLS;
    return """
    module(load="imtcp" %3$s)
    global(workDirectory="%1$s" processInternalMessages="on")
    input(type="imtcp" port="0" address="127.0.0.1" listenPortFileName="%1$s/port" %4$s)
    template(name="parts" type="string" string="%%APP-NAME%%|%%syslogfacility-text%%|%%syslogseverity-text%%|%%HOSTNAME%%|%%MSGID%%|%%STRUCTURED-DATA%%|%%msg%%\\n")
    action(type="omfwd" target="127.0.0.1" port="%2$d" protocol="tcp" template="parts")
    """
        .formatted(home, parts.getLocalPort(), tls ? driver : "", tls ? files : "");
  }
}
