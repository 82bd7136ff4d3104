package dev.intact.monitor.channel;

import dev.intact.monitor.channel.HttpPost.Answer;

/** What an HTTP answer means, where a receiver's contract says nothing else. */
final class HttpAnswers {

  private HttpAnswers() {}

  /**
   * The common meaning.
   *
   * @param answer what came back
   * @return 2xx delivered; 410 gone; 408, 409, 425, 429 and 5xx again, after what Retry-After says;
   *     all else, redirects too, refused
   */
  static Outcome outcome(Answer answer) {
    int status = answer.status();
    if (status / 100 == 2) {
      return new Outcome.Delivered("HTTP " + status);
    }
    if (status == 410) {
      return new Outcome.Gone(answer.told());
    }
    boolean later =
        status >= 500 || status == 408 || status == 409 || status == 425 || status == 429;
    return later
        ? new Outcome.Again(answer.told(), answer.retryAfter())
        : new Outcome.Refused(answer.told());
  }
}
