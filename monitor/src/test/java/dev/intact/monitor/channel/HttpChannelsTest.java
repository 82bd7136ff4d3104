package dev.intact.monitor.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.monitor.ManualClock;
import dev.intact.monitor.receive.HttpReceiver;
import dev.intact.monitor.receive.Identity;
import dev.intact.monitor.receive.Samples;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What all channels over HTTP have in common, each against a receiver of its own. */
final class HttpChannelsTest {

  private static final HttpOptions SHORT =
      new HttpOptions(Duration.ofSeconds(1), false, Optional.empty());
  private static final String TOKEN = "T0KEN-that-nobody-must-see-1234";
  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir static Path identities;
  private static Identity right;
  private static Identity other;

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock(Samples.AT.toString());

  @BeforeAll
  static void makeIdentities() throws Exception {
    right = Identity.of(identities, "ip:127.0.0.1");
    other = Identity.of(identities, "dns:other.example");
  }

  /** Channels over HTTP. */
  enum Kind {
    WEBHOOK,
    SLACK,
    PAGERDUTY,
    ALERTMANAGER;

    ChannelSpec spec(String base, HttpOptions http) {
      Secret url = new Secret.OfEnvironment("URL");
      return switch (this) {
        case WEBHOOK ->
            new WebhookSpec("w", url, Optional.of(new Secret.OfEnvironment("KEY")), false, http);
        case SLACK -> new SlackSpec("s", url, http);
        case PAGERDUTY -> new PagerDutySpec("p", new Secret.OfEnvironment("TOKEN"), base, http);
        case ALERTMANAGER ->
            new AlertmanagerSpec("a", base, Optional.of(new Secret.OfEnvironment("TOKEN")), http);
      };
    }
  }

  private Channel channel(Kind kind, String base, HttpOptions http) throws Exception {
    Map<String, String> environment =
        Map.of("URL", base + "/services/" + TOKEN, "TOKEN", TOKEN, "KEY", KEY);
    return new Channels(
            environment, clock, new PrintStream(PrintStream.nullOutputStream()), "web-1")
        .open(kind.spec(base, http));
  }

  private Outcome sent(Kind kind, HttpOptions http, HttpReceiver receiver) throws Exception {
    Channel channel = channel(kind, receiver.url(""), http);
    try {
      return channel.send(Samples.opened("/etc/passwd"));
    } finally {
      channel.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200, Delivered",
    "202, Delivered",
    "204, Delivered",
    "301, Refused",
    "302, Refused",
    "307, Refused",
    "400, Refused",
    "401, Refused",
    "404, Refused",
    "408, Again",
    "410, Gone",
    "429, Again",
    "500, Again",
    "502, Again",
    "503, Again",
    "599, Again"
  })
  void theStatusDecides(int status, String outcome) throws Exception {
    for (Kind kind : Kind.values()) {
      try (HttpReceiver receiver =
          HttpReceiver.of(HttpReceiver.status(status, "Location: /elsewhere"))) {
        assertThat(sent(kind, HttpOptions.DEFAULT, receiver).getClass().getSimpleName())
            .as(kind + " " + status)
            .isEqualTo(outcome);
        assertThat(receiver.requests())
            .as("sent once, and no redirect is followed")
            .hasSize(1)
            .allMatch(r -> r.method().equals("POST") && !r.path().startsWith("/elsewhere"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "'Mon, 02 Mar 2026 12:05:00 GMT', 300",
    "'Mon, 02 Mar 2026 11:00:00 GMT', -1",
    "soon, -1",
    "-5, -1"
  })
  void retryAfterIsSecondsOrADate(String header, long seconds) throws Exception {
    try (HttpReceiver receiver =
        HttpReceiver.of(HttpReceiver.status(429, "Retry-After: " + header))) {
      Outcome.Again again = (Outcome.Again) sent(Kind.SLACK, HttpOptions.DEFAULT, receiver);
      assertThat(again.after().map(Duration::toSeconds).orElse(-1L)).isEqualTo(seconds);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoAnswerIsTriedAgain(Kind kind) throws Exception {
    HttpReceiver.Reply[] replies = {
      HttpReceiver.stalls(),
      HttpReceiver.resets(),
      HttpReceiver.raw("SSH-2.0-nothing like HTTP\r\n\r\n"),
      HttpReceiver.raw("")
    };
    for (HttpReceiver.Reply reply : replies) {
      try (HttpReceiver receiver = HttpReceiver.of(reply)) {
        assertThat(sent(kind, SHORT, receiver)).isInstanceOf(Outcome.Again.class);
      }
    }
    HttpReceiver gone = HttpReceiver.of(HttpReceiver.status(200));
    gone.close();
    assertThat(sent(kind, SHORT, gone)).isInstanceOf(Outcome.Again.class);
  }

  @Test
  void aBodyThatStallsOrIsHugeChangesNothingAboutTheStatus() throws Exception {
    Kind kind = Kind.WEBHOOK;
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.stallsInBody(200))) {
      assertThat(sent(kind, HttpOptions.DEFAULT, receiver)).isInstanceOf(Outcome.Delivered.class);
    }
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.stallsInBody(503))) {
      assertThat(sent(kind, HttpOptions.DEFAULT, receiver)).isInstanceOf(Outcome.Again.class);
    }
    String huge = "x".repeat(3_000_000);
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.body(200, huge))) {
      assertThat(sent(kind, HttpOptions.DEFAULT, receiver)).isInstanceOf(Outcome.Delivered.class);
    }
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.body(400, huge))) {
      assertThat(sent(kind, HttpOptions.DEFAULT, receiver).detail()).hasSizeLessThan(300);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReceiverThatRepeatsSecretsDoesNotGetThemIntoErrors(Kind kind) throws Exception {
    try (HttpReceiver receiver =
        HttpReceiver.of(
            HttpReceiver.body(
                400, "no /services/" + TOKEN + "\r\n\u001b[31m for Bearer " + TOKEN + KEY))) {
      Outcome outcome = sent(kind, HttpOptions.DEFAULT, receiver);
      assertThat(outcome.detail())
          .contains("[secret]")
          .doesNotContain(TOKEN)
          .doesNotContainPattern("[\\x00-\\x1f]");
      assertThat(outcome.toString()).doesNotContain(TOKEN);
      Channel dead = channel(kind, "http://127.0.0.1:1", SHORT);
      assertThat(dead.send(Samples.opened("/etc/passwd")).detail()).doesNotContain(TOKEN);
      dead.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecretThatIsMissingOrNoneIsNamedByItsPlaceAlone(Kind kind) throws Exception {
    ChannelSpec spec = kind.spec("http://127.0.0.1:1", SHORT);
    Channel channel =
        new Channels(Map.of(), clock, new PrintStream(PrintStream.nullOutputStream()), "web-1")
            .open(spec);
    Outcome outcome = channel.send(Samples.opened("/etc/passwd"));
    assertThat(outcome).isInstanceOf(Outcome.Again.class);
    assertThat(outcome.detail()).matches("the environment has no (URL|TOKEN)");
    channel.close();
    Channel broken =
        new Channels(
                Map.of("URL", "ftp://" + TOKEN, "TOKEN", TOKEN + "\n" + TOKEN, "KEY", KEY),
                clock,
                new PrintStream(PrintStream.nullOutputStream()),
                "web-1")
            .open(spec);
    assertThat(broken.send(Samples.opened("/etc/passwd")).detail()).doesNotContain(TOKEN);
    broken.close();
  }

  @Test
  void aSecretInAFileIsReadAtEachUse() throws Exception {
    Path file = directory.resolve("url");
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200))) {
      Channel channel =
          new Channels(Map.of(), clock, new PrintStream(PrintStream.nullOutputStream()), "web-1")
              .open(new SlackSpec("s", new Secret.OfFile(file), HttpOptions.DEFAULT));
      assertThat(channel.send(Samples.opened("/etc/passwd")).detail())
          .isEqualTo(file + " cannot be read (NoSuchFileException)");
      Files.writeString(file, receiver.url("/one") + "\n");
      channel.send(Samples.opened("/etc/passwd"));
      Files.writeString(file, receiver.url("/two") + "\n");
      channel.send(Samples.opened("/etc/passwd"));
      assertThat(receiver.requests()).extracting(r -> r.path()).containsExactly("/one", "/two");
      channel.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfNobodyKnownOrOfAnotherNameIsRefused(Kind kind) throws Exception {
    try (HttpReceiver receiver = HttpReceiver.tls(right.server(), HttpReceiver.status(200));
        HttpReceiver misnamed = HttpReceiver.tls(other.server(), HttpReceiver.status(200))) {
      assertThat(sent(kind, trusting(right), receiver)).isInstanceOf(Outcome.Delivered.class);
      assertThat(sent(kind, trusting(other), receiver).detail()).startsWith("TLS: ");
      assertThat(sent(kind, trusting(other), misnamed).detail()).startsWith("TLS: ");
      assertThat(sent(kind, HttpOptions.DEFAULT, receiver).detail()).startsWith("TLS: ");
      assertThat(receiver.requests()).hasSize(1);
      assertThat(misnamed.requests()).isEmpty();
    }
  }

  private static HttpOptions trusting(Identity identity) {
    return new HttpOptions(Duration.ofSeconds(15), false, Optional.of(identity.certificate()));
  }

  @ParameterizedTest
  @EnumSource
  void withPublicOnlyNothingIsSentIntoTheOwnNetwork(Kind kind) throws Exception {
    HttpOptions guarded = new HttpOptions(Duration.ofSeconds(1), true, Optional.empty());
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(200))) {
      List<String> hosts =
          List.of("127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0");
      for (String host : hosts) {
        Channel channel = channel(kind, "http://" + host + ":" + receiver.port(), guarded);
        assertThat(channel.send(Samples.opened("/etc/passwd")))
            .as(host)
            .isInstanceOf(Outcome.Again.class);
        channel.close();
      }
      assertThat(receiver.requests()).isEmpty();
    }
  }
}
