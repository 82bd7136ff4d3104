package dev.intact.monitor.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.intact.monitor.ManualClock;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.receive.Identity;
import dev.intact.monitor.receive.MailFront;
import dev.intact.monitor.receive.Samples;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail to a mail server, GreenMail, behind a front that speaks TLS. */
final class MailTest {

  private static final String PASSWORD = "pass-word-that-nobody-sees";

  @TempDir static Path directory;
  private static Identity right;
  private static Identity other;

  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  @BeforeAll
  static void makeIdentities() throws Exception {
    right = Identity.of(directory, "ip:127.0.0.1");
    other = Identity.of(directory, "dns:other.example");
  }

  @BeforeEach
  void start() {
    server.start();
    server.setUser("intact@example.com", "intact", PASSWORD);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private MailFront front(Identity identity, MailFront.Mode mode) throws Exception {
    return new MailFront(server.getSmtp().getPort(), identity.server(), mode);
  }

  private static Outcome sent(
      MailFront front, boolean startTls, Identity trusted, Message message, String... to)
      throws Exception {
    return sentBy(PASSWORD, front, startTls, trusted, message, to);
  }

  private static Outcome sentBy(
      String password,
      MailFront front,
      boolean startTls,
      Identity trusted,
      Message message,
      String... to)
      throws Exception {
    MailSpec spec =
        new MailSpec(
            "mail",
            "127.0.0.1",
            front.port(),
            startTls,
            Optional.of("intact"),
            Optional.of(new Secret.OfEnvironment("PASSWORD")),
            "intact@example.com",
            to.length == 0 ? List.of("ops@example.com") : List.of(to),
            Optional.of(trusted.certificate()),
            Duration.ofSeconds(front.isMute() ? 1 : 30));
    return new Channels(
            Map.of("PASSWORD", password),
            new ManualClock(Samples.AT.toString()),
            new PrintStream(PrintStream.nullOutputStream()),
            "web-1")
        .open(spec)
        .send(message);
  }

  private static void assertNothingLeaked(MailFront front) {
    String base64 = Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
    assertThat(front.clear())
        .noneMatch(l -> l.startsWith("AUTH") || l.startsWith("MAIL") || l.contains(base64));
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void anAlertArrivesByTlsAfterALogin(MailFront.Mode mode) throws Exception {
    try (MailFront front = front(right, mode)) {
      Message message = Samples.opened("/etc/passwd");
      Outcome outcome = sent(front, mode == MailFront.Mode.STARTTLS, right, message);
      assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
      MimeMessage mail = server.getReceivedMessages()[0];
      assertThat(mail.getSubject())
          .isEqualTo("[intact] WARNING web-1 etc: 1 violation: 1 CONTENT_TAMPERED");
      assertThat(mail.getMessageID()).isEqualTo("<" + message.id() + "@intact>");
      assertThat(mail.getSentDate().toInstant()).isEqualTo(Samples.AT);
      assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(mail.getHeader("X-Intact-Key")).containsExactly(message.key());
      assertThat((String) mail.getContent())
          .contains("CONTENT_TAMPERED /etc/passwd: modified")
          .contains("intact monitor ack " + message.key());
      assertNothingLeaked(front);
    }
  }

  @Test
  void whatIsSentAgainHasTheSameId() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.STARTTLS)) {
      sent(front, true, right, Samples.opened("/etc/passwd"));
      sent(front, true, right, Samples.opened("/etc/passwd"));
      MimeMessage[] mails = server.getReceivedMessages();
      assertThat(mails).hasSize(2);
      assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS", "STARTTLS"})
  void aCertificateOfNobodyKnownOrOfAnotherNameIsRefused(MailFront.Mode mode) throws Exception {
    boolean startTls = mode == MailFront.Mode.STARTTLS;
    try (MailFront front = front(right, mode);
        MailFront misnamed = front(other, mode)) {
      assertThat(sent(front, startTls, other, Samples.opened("/etc/passwd")))
          .isInstanceOf(Outcome.Again.class);
      assertThat(sent(misnamed, startTls, other, Samples.opened("/etc/passwd")))
          .isInstanceOf(Outcome.Again.class);
      assertThat(server.getReceivedMessages()).isEmpty();
      assertNothingLeaked(front);
      assertNothingLeaked(misnamed);
    }
  }

  @Test
  void withoutStartTlsNeitherMailNorPasswordIsSent() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.STRIPPED)) {
      Outcome outcome = sent(front, true, right, Samples.opened("/etc/passwd"));
      assertThat(outcome).isInstanceOf(Outcome.Again.class);
      assertThat(outcome.detail()).contains("STARTTLS is required");
      assertThat(server.getReceivedMessages()).isEmpty();
      assertThat(front.clear()).first().asString().startsWith("EHLO");
      assertNothingLeaked(front);
    }
  }

  @Test
  void aServerInClearWhereTlsIsMeantGetsNothing() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.STRIPPED)) {
      assertThat(sent(front, false, right, Samples.opened("/etc/passwd")))
          .isInstanceOf(Outcome.Again.class);
      assertThat(server.getReceivedMessages()).isEmpty();
      assertNothingLeaked(front);
    }
  }

  @Test
  void aLoginThatIsRefusedIsSaidWithoutThePassword() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.STARTTLS)) {
      Outcome outcome =
          sentBy("another-password", front, true, right, Samples.opened("/etc/passwd"));
      assertThat(outcome).isEqualTo(new Outcome.Again("the login was refused"));
      assertThat(server.getReceivedMessages()).isEmpty();
    }
  }

  @Test
  void aServerThatSaysNothingIsTriedAgainLater() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.MUTE)) {
      assertThat(sent(front, true, right, Samples.opened("/etc/passwd")))
          .isInstanceOf(Outcome.Again.class);
    }
  }

  @Test
  void aReceiverThatIsRefusedKeepsTheMailFromNoOtherAndIsNamed() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.STARTTLS)) {
      Message message = Samples.opened("/etc/passwd");
      Outcome outcome = sent(front, true, right, message, "nobody@example.com", "ops@example.com");
      assertThat(outcome).isInstanceOf(Outcome.Refused.class);
      assertThat(outcome.detail())
          .contains("nobody@example.com")
          .contains("no such user")
          .doesNotContain("ops@example.com");
      assertThat(server.getReceivedMessages()).hasSize(1);
      assertThat(sent(front, true, right, message, "nobody@example.com"))
          .isInstanceOf(Outcome.Refused.class);
      assertThat(sent(front, true, right, message, "later@example.com"))
          .isInstanceOf(Outcome.Again.class);
      assertThat(sent(front, true, right, message, "later@example.com", "nobody@example.com"))
          .isInstanceOf(Outcome.Again.class);
      assertThat(server.getReceivedMessages()).hasSize(1);
    }
  }

  @Test
  void hostileNamesMakeNoHeadersNoReceiversAndNoLines() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.STARTTLS)) {
      Message plain = Samples.opened("/etc/passwd");
      sent(front, true, right, plain);
      for (String name : Samples.HOSTILE) {
        String subject = "[intact] " + name;
        Message hostile =
            new Message(
                plain.id(),
                plain.type(),
                plain.at(),
                plain.host(),
                plain.level(),
                false,
                plain.key(),
                subject,
                Samples.opened(name).lines(),
                plain.data(),
                plain.alert(),
                Optional.empty());
        assertThat(sent(front, true, right, hostile)).isInstanceOf(Outcome.Delivered.class);
      }
      MimeMessage[] mails = server.getReceivedMessages();
      assertThat(mails).hasSize(Samples.HOSTILE.size() + 1);
      List<String> headers = names(mails[0]);
      for (MimeMessage mail : mails) {
        assertThat(names(mail)).isEqualTo(headers);
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(mail.getSubject()).doesNotContainPattern("[\\x00-\\x1f\\u202e\\u2028\\u0085]");
      }
      sent(front, true, right, Samples.hostile());
      assertThat((String) server.getReceivedMessages()[mails.length].getContent())
          .contains("/etc/x\\u{d}\\u{a}Bcc: everybody")
          .doesNotContainPattern("[\\x00-\\x09\\x0b\\x0c\\x0e-\\x1f\\u202e\\u2028\\u0085]");
    }
  }

  private static List<String> names(MimeMessage mail) throws Exception {
    return Collections.list(mail.getAllHeaders()).stream()
        .map(jakarta.mail.Header::getName)
        .filter(n -> !n.equals("Content-Transfer-Encoding"))
        .sorted()
        .toList();
  }

  @Test
  void aReportIsTextAndPage() throws Exception {
    try (MailFront front = front(right, MailFront.Mode.STARTTLS)) {
      Message plain = Samples.opened("/etc/passwd");
      Message report =
          new Message(
              plain.id(),
              Message.REPORT,
              plain.at(),
              plain.host(),
              plain.level(),
              false,
              "report-2026-03-02",
              "[intact] WARNING web-1 1 open (1 new) 2026-03-02",
              List.of("1 violation"),
              plain.data(),
              Optional.empty(),
              Optional.of("<!doctype html><p>caf\u00e9 " + "long line ".repeat(300) + "</p>"));
      sent(front, true, right, report);
      Multipart parts = (Multipart) server.getReceivedMessages()[0].getContent();
      assertThat(parts.getContentType()).startsWith("multipart/alternative");
      assertThat(parts.getBodyPart(0).getContentType()).startsWith("text/plain");
      assertThat((String) parts.getBodyPart(0).getContent()).contains("1 violation");
      assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
      assertThat((String) parts.getBodyPart(1).getContent()).isEqualTo(report.html().orElseThrow());
      assertThat(Arrays.asList(server.getReceivedMessages())).hasSize(1);
    }
  }
}
