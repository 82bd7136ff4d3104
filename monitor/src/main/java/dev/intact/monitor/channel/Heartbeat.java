package dev.intact.monitor.channel;

import dev.intact.monitor.channel.HttpPost.NoAnswerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Tells somebody outside that monitoring lives; he raises an alarm when he hears nothing more. */
public final class Heartbeat implements AutoCloseable {

  private final Secret url;
  private final HttpPost http;
  private final Map<String, String> environment;

  /**
   * A heartbeat.
   *
   * @param url where it is heard
   * @param options how requests are sent
   * @param environment where the address may be
   * @param clock the time
   * @throws IOException if the file of its authorities cannot be used
   */
  public Heartbeat(
      Secret url, HttpOptions options, Map<String, String> environment, InstantSource clock)
      throws IOException {
    this.url = url;
    this.environment = environment;
    this.http =
        new HttpPost(
            options,
            options.caFile().isPresent()
                ? Optional.of(Trust.of(options.caFile().get()))
                : Optional.empty(),
            clock);
  }

  /**
   * One beat.
   *
   * @param text what is told with it
   * @return what became of it
   * @throws InterruptedException if the thread was interrupted
   */
  public Outcome beat(String text) throws InterruptedException {
    try {
      String address = url.reveal(environment);
      return HttpAnswers.outcome(
          http.post(
              Addresses.http(address),
              "text/plain; charset=utf-8",
              Map.of(),
              text.getBytes(StandardCharsets.UTF_8),
              Redaction.ofAddress(address)));
    } catch (NoAnswerException | SecretException e) {
      return new Outcome.Again(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
