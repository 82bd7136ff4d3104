package dev.intact.monitor.channel;

import dev.intact.monitor.alert.Visible;
import dev.intact.monitor.message.Message;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Mail by SMTP: STARTTLS, without which nothing is sent, or TLS from the beginning; the server's
 * name is checked either way. The {@code Message-ID} is that of the message, so that a repeated one
 * can be told.
 */
final class Mail implements Channel {

  private static final System.Logger LOG = System.getLogger(Mail.class.getName());
  private static final int MAX_TOLD = 200;

  /** An attempt as a whole may last as long as so many waits. */
  private static final int WAITS = 4;

  private final MailSpec spec;
  private final Optional<SSLContext> trust;
  private final Map<String, String> environment;

  Mail(MailSpec spec, Optional<SSLContext> trust, Map<String, String> environment) {
    this.spec = spec;
    this.trust = trust;
    this.environment = environment;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public Outcome send(Message message) {
    try {
      Redaction secrets = secrets();
      Duration most = spec.timeout().multipliedBy(WAITS);
      try (Deadline deadline = Deadline.in(most)) {
        Outcome outcome = sent(message, deadline, secrets);
        return deadline.isOver() && !(outcome instanceof Outcome.Delivered)
            ? new Outcome.Again("the mail server did not take it within " + most.toSeconds() + " s")
            : outcome;
      }
    } catch (SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  private Outcome sent(Message message, Deadline deadline, Redaction secrets)
      throws SecretException {
    try (Socket plain = Connections.plain(spec.host(), spec.port(), spec.timeout(), deadline);
        Socket socket =
            spec.startTls() ? plain : Connections.tls(plain, spec.host(), spec.port(), trust)) {
      Session session = session();
      MimeMessage mail = mail(session, message);
      mail.saveChanges();
      SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
      try {
        transport.connect(socket);
        transport.sendMessage(mail, mail.getAllRecipients());
        return new Outcome.Delivered("accepted by " + spec.host());
      } finally {
        quit(transport);
      }
    } catch (AuthenticationFailedException e) {
      return new Outcome.Again("the login was refused");
    } catch (SendFailedException e) {
      return failed(e, secrets);
    } catch (MessagingException e) {
      return new Outcome.Again("the mail server cannot be used: " + told(e, secrets));
    } catch (IOException | NoSuchAlgorithmException e) {
      return new Outcome.Again(
          "the mail server cannot be used: "
              + (e instanceof SSLException ? "TLS: " : "")
              + Visible.line(secrets.of(String.valueOf(e.getMessage())), MAX_TOLD));
    }
  }

  /** A server that is rude at the end has taken the message all the same. */
  private static void quit(SMTPTransport transport) {
    try {
      transport.close();
    } catch (MessagingException e) {
      LOG.log(System.Logger.Level.DEBUG, "the mail server did not say goodbye", e);
    }
  }

  private static String told(MessagingException e, Redaction secrets) {
    return Visible.line(secrets.of(String.valueOf(e.getMessage()).strip()), MAX_TOLD);
  }

  /** The password as it is known, and as it stands in a login. */
  private Redaction secrets() throws SecretException {
    if (spec.password().isEmpty()) {
      return Redaction.NONE;
    }
    String password = spec.password().get().reveal(environment);
    String plain = "\0" + spec.user().orElse("") + "\0" + password;
    return new Redaction(List.of(base64(plain), base64(password), password));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Refused for good (5xx), the whole or some receivers: nothing is gained by sending it again, and
   * somebody has to be told. All else may pass; who has it already then gets it once more under the
   * same id.
   */
  private static Outcome failed(SendFailedException e, Redaction secrets) {
    Set<String> refused = new TreeSet<>();
    int worst = e instanceof SMTPSendFailedException f ? f.getReturnCode() : 0;
    boolean later = false;
    String reason = told(e, secrets);
    for (Exception next = e.getNextException();
        next instanceof MessagingException one;
        next = one.getNextException()) {
      if (one instanceof SMTPAddressFailedException f) {
        refused.add(f.getAddress().getAddress());
        later |= f.getReturnCode() < 500;
        worst = Math.max(worst, f.getReturnCode());
        reason = told(f, secrets);
      }
    }
    String who = refused.isEmpty() ? "the message" : String.join(", ", refused);
    String detail = Visible.line("the mail server refused " + who + ": " + reason, 2 * MAX_TOLD);
    return worst >= 500 && !later ? new Outcome.Refused(detail) : new Outcome.Again(detail);
  }

  private Session session() throws SecretException {
    String protocol = "mail.smtp.";
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty(protocol + "host", spec.host());
    properties.setProperty(protocol + "port", Integer.toString(spec.port()));
    properties.setProperty(protocol + "starttls.enable", Boolean.toString(spec.startTls()));
    properties.setProperty(protocol + "starttls.required", Boolean.toString(spec.startTls()));
    properties.setProperty(protocol + "ssl.checkserveridentity", "true");
    // One receiver that is refused keeps the message from no other.
    properties.setProperty(protocol + "sendpartial", "true");
    properties.setProperty(protocol + "ssl.protocols", "TLSv1.3 TLSv1.2");
    String millis = Long.toString(spec.timeout().toMillis());
    properties.setProperty(protocol + "timeout", millis);
    // Another socket than ours would be one that nobody closes at the end.
    properties.setProperty(protocol + "socketFactory.fallback", "false");
    trust.ifPresent(t -> properties.put(protocol + "ssl.socketFactory", t.getSocketFactory()));
    if (spec.user().isEmpty() || spec.password().isEmpty()) {
      return Session.getInstance(properties);
    }
    properties.setProperty(protocol + "auth", "true");
    PasswordAuthentication login =
        new PasswordAuthentication(spec.user().get(), spec.password().get().reveal(environment));
    return Session.getInstance(
        properties,
        new Authenticator() {
          @Override
          protected PasswordAuthentication getPasswordAuthentication() {
            return login;
          }
        });
  }

  private MimeMessage mail(Session session, Message message) throws MessagingException {
    MimeMessage mail = new Identified(session, "<" + message.id() + "@intact>");
    mail.setFrom(new InternetAddress(spec.from(), true));
    for (String to : spec.to()) {
      mail.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(to, true));
    }
    mail.setSubject(Visible.line(message.title(), 200), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(message.at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("X-Intact-Key", message.key());
    if (message.html().isEmpty()) {
      mail.setText(message.text(), StandardCharsets.UTF_8.name());
    } else {
      MimeBodyPart text = new MimeBodyPart();
      text.setText(message.text(), StandardCharsets.UTF_8.name());
      MimeBodyPart page = new MimeBodyPart();
      page.setText(message.html().get(), StandardCharsets.UTF_8.name(), "html");
      mail.setContent(new MimeMultipart("alternative", text, page));
    }
    return mail;
  }

  /** Keeps its {@code Message-ID}, which would be made anew at each attempt. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
