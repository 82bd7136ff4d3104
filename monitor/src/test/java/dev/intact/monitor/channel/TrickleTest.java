package dev.intact.monitor.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.channel.SyslogSpec.Transport;
import dev.intact.monitor.receive.Samples;
import dev.intact.monitor.receive.Trickle;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Receivers that send a byte before each wait is over, for ever. */
final class TrickleTest {

  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private static Outcome sent(ChannelSpec spec) throws Exception {
    Channel channel =
        new Channels(
                Map.of(),
                InstantSource.fixed(Samples.AT),
                new PrintStream(PrintStream.nullOutputStream()),
                "web-1")
            .open(spec);
    try {
      return channel.send(Samples.opened("/etc/passwd"));
    } finally {
      channel.close();
    }
  }

  private static void notTaken(Outcome outcome) {
    assertThat(outcome).as(outcome.detail()).isInstanceOf(Outcome.Again.class);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aMailServerThatGoesOnGreetingHasNotTakenIt(boolean startTls) throws Exception {
    try (Trickle server = new Trickle("", "220-welcome\r\n")) {
      Outcome outcome =
          sent(
              new MailSpec(
                  "mail",
                  "127.0.0.1",
                  server.port(),
                  startTls,
                  Optional.empty(),
                  Optional.empty(),
                  "intact@example.com",
                  List.of("ops@example.com"),
                  Optional.empty(),
                  TIMEOUT));
      notTaken(outcome);
      assertThat(outcome.detail()).contains("mail server");
    }
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.1 200 OK\\r\\n, X-A: b\\r\\n", "'', H", "HTTP/1.1 200, 0"})
  void anHttpReceiverThatNeverComesToTheEndOfItsHeadHasNotTakenIt(String first, String rest)
      throws Exception {
    try (Trickle server = new Trickle(lines(first), lines(rest))) {
      notTaken(
          sent(
              new AlertmanagerSpec(
                  "am",
                  "http://127.0.0.1:" + server.port() + "/",
                  Optional.empty(),
                  new HttpOptions(TIMEOUT, false, Optional.empty()))));
    }
  }

  private static String lines(String text) {
    return text.replace("\\r\\n", "\r\n");
  }

  @Test
  void anHttpReceiverThatNeverComesToTheEndOfItsBodyHasTakenIt() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
    try (Trickle server = new Trickle(head, "x")) {
      Outcome outcome =
          sent(
              new AlertmanagerSpec(
                  "am",
                  "http://127.0.0.1:" + server.port() + "/",
                  Optional.empty(),
                  new HttpOptions(Duration.ofSeconds(30), false, Optional.empty())));
      assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    }
  }

  private static SyslogSpec syslog(Trickle server, Transport transport) {
    return new SyslogSpec(
        "s", "127.0.0.1", server.port(), transport, Optional.empty(), 13, 32_473, TIMEOUT);
  }

  @Test
  void aHandshakeThatNeverEndsHasNotTakenIt() throws Exception {
    // The head of a record of TLS, and of a message that is long.
    try (Trickle server = new Trickle("\u0016\u0003\u0003\u0040\u0000\u0002\u0000\u0030", "\0")) {
      notTaken(sent(syslog(server, Transport.TLS)));
    }
  }

  @Test
  void aSyslogReceiverThatTalksOnOnceAllIsWrittenHasTakenIt() throws Exception {
    try (Trickle server = new Trickle("", "x")) {
      assertThat(sent(syslog(server, Transport.TCP)))
          .isEqualTo(new Outcome.Delivered("written; the receiver did not close the connection"));
    }
  }

  @Test
  void aHeartbeatIsNotHeardThere() throws Exception {
    try (Trickle server = new Trickle("HTTP/1.1 200 OK\r\n", "X-A: b\r\n");
        Heartbeat heart =
            new Heartbeat(
                new Secret.Plain("http://127.0.0.1:" + server.port() + "/"),
                new HttpOptions(TIMEOUT, false, Optional.empty()),
                Map.of(),
                InstantSource.fixed(Samples.AT))) {
      notTaken(heart.beat("lives"));
    }
  }
}
