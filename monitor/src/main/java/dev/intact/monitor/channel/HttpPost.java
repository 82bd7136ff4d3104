package dev.intact.monitor.channel;

import dev.intact.monitor.alert.Visible;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * Sends one request and reads little of the answer: no redirects, and an end to every wait. The
 * answer's words are the receiver's; they are made visible and cut. The address is never part of
 * what is told: it may be a secret itself.
 */
final class HttpPost implements AutoCloseable {

  private static final int MAX_ANSWER = 4_096;
  private static final int MAX_TOLD = 200;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** So long for the body once the status is here. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient client;
  private final HttpOptions options;
  private final InstantSource clock;

  HttpPost(HttpOptions options, Optional<SSLContext> trust, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    trust.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  /**
   * What came back.
   *
   * @param status the HTTP status
   * @param told status and a part of the body, for people; nothing in it is secret
   * @param retryAfter what the receiver asked for
   */
  record Answer(int status, String told, Optional<Duration> retryAfter) {}

  /** Something that is no answer: the same message may do better later. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
      super(message);
    }
  }

  Answer post(URI address, String type, Map<String, String> headers, byte[] body, Redaction secrets)
      throws NoAnswerException, InterruptedException {
    guard(address);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(options.timeout())
            .header("Content-Type", type)
            .header("User-Agent", "intact-monitor")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return send(request.build(), secrets);
  }

  private Answer send(HttpRequest request, Redaction secrets)
      throws NoAnswerException, InterruptedException {
    Duration half = options.timeout().dividedBy(2);
    Duration patience = half.compareTo(PATIENCE) < 0 ? half : PATIENCE;
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, head -> new FirstBytes(MAX_ANSWER, patience));
    try {
      HttpResponse<byte[]> response = sent.get(options.timeout().toMillis(), TimeUnit.MILLISECONDS);
      String body = new String(response.body(), StandardCharsets.UTF_8).strip();
      String line = Visible.line(secrets.of(body), MAX_TOLD);
      return new Answer(
          response.statusCode(),
          "HTTP " + response.statusCode() + (line.isEmpty() ? "" : ": " + line),
          response.headers().firstValue("Retry-After").flatMap(this::retryAfter));
    } catch (TimeoutException e) {
      throw new NoAnswerException("no answer within " + options.timeout().toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new NoAnswerException(reason(e.getCause() == null ? e : e.getCause()));
    } finally {
      sent.cancel(true);
    }
  }

  /** The name of what failed; its message may hold the address. */
  private static String reason(Throwable cause) {
    return switch (cause) {
      case java.net.http.HttpConnectTimeoutException e -> "no connection within 10 s";
      case java.net.http.HttpTimeoutException e -> "no answer in time";
      case java.net.ConnectException e -> "no connection";
      case javax.net.ssl.SSLException e -> "TLS: " + Visible.line(text(e), MAX_TOLD);
      case IOException e -> "the connection failed (" + e.getClass().getSimpleName() + ")";
      default -> cause.getClass().getSimpleName();
    };
  }

  private static String text(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  /** Seconds, or a date (RFC 9110, 10.2.3). */
  private Optional<Duration> retryAfter(String value) {
    String text = value.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Duration until =
          Duration.between(
              clock.instant(),
              ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return until.isNegative() ? Optional.empty() : Optional.of(until);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** With the option, only addresses of the public network are sent to. */
  private void guard(URI address) throws NoAnswerException {
    if (!options.publicOnly()) {
      return;
    }
    try {
      for (InetAddress one : InetAddress.getAllByName(address.getHost())) {
        if (!PublicAddresses.contain(one)) {
          throw new NoAnswerException("public_only: the host has an address that is not public");
        }
      }
    } catch (UnknownHostException e) {
      throw new NoAnswerException("the host's name is not known");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
