package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.receive.Identity;
import dev.intact.monitor.receive.MailFront;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the configuration to the inbox. */
final class ReportMailTest {

  @TempDir Path directory;

  @Test
  void anAlertAndTheDailyReportComeByMail() throws Exception {
    Identity identity = Identity.of(directory, "ip:127.0.0.1");
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.start();
    server.setUser("intact@example.com", "intact", "secret-of-the-mail");
    Path password = Files.writeString(directory.resolve("password"), "secret-of-the-mail\n");
    try (MailFront front =
            new MailFront(server.getSmtp().getPort(), identity.server(), MailFront.Mode.STARTTLS);
        Site site =
            new Site(
                directory,
                "2026-03-02T06:30:00Z",
                """
                monitors: [{name: etc, kind: files, subject: etc, interval: 15m, timeout: 5m}]
                channels:
                  - name: ops
                    type: email
                    host: 127.0.0.1
                    port: %d
                    user: intact
                    password_file: "%s"
                    from: intact@example.com
                    to: [ops@example.com]
                    ca_file: "%s"
                report: {at: "08:00", zone: Europe/Berlin}
                """
                    .formatted(front.port(), password, identity.certificate()))) {
      site.subjects.found("etc", Reports.changed("/etc/passwd", "aa", "bb"));
      site.step();
      site.clock.pass(Duration.ofMinutes(30));
      site.step();
      MimeMessage[] mails = server.getReceivedMessages();
      assertThat(mails).hasSize(2);
      assertThat(mails[0].getSubject()).startsWith("[intact] WARNING web-1 etc: 1 violation");
      assertThat(mails[1].getSubject())
          .isEqualTo("[intact] WARNING web-1 1 open (1 new) 2026-03-02");
      Multipart parts = (Multipart) mails[1].getContent();
      assertThat((String) parts.getBodyPart(0).getContent()).contains("1 violations");
      assertThat((String) parts.getBodyPart(1).getContent())
          .contains("Needs attention")
          .contains("/etc/passwd")
          .contains("of the log <code>~monitor</code>");
    } finally {
      server.stop();
    }
  }
}
