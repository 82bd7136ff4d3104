package dev.intact.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Drafts that one caller hands over together, each with the future that answers it.
 *
 * @param log where they go
 * @param drafts the records
 * @param futures one a draft
 */
record Submission(
    LogState log, List<? extends Draft> drafts, List<CompletableFuture<Appended>> futures) {

  static long sizeHint(List<? extends Draft> drafts) {
    long sum = 0;
    for (Draft draft : drafts) {
      sum += draft.sizeHint();
    }
    return sum;
  }
}
