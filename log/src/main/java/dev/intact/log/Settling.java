package dev.intact.log;

import java.util.concurrent.TimeUnit;

/** What closing waits for: nothing is on its way any more. */
final class Settling {

  private static final int MAX_SECONDS = 30;

  private Settling() {}

  /**
   * Waits until every record is in the tree, every log is published, and the root log holds the
   * checkpoints and is published itself.
   */
  static void await(Publisher publisher, Admission admission, StoreHealth health)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
    publisher.hurry();
    while (!isSettled(publisher, admission) && !health.failed()) {
      if (System.nanoTime() > end) {
        System.getLogger(LogStore.class.getName())
            .log(
                System.Logger.Level.WARNING,
                "closing with unpublished logs; they are published at the next start");
        return;
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** Publishing makes records of the root log, so it counts only if it was idle before too. */
  private static boolean isSettled(Publisher publisher, Admission admission) {
    return publisher.isIdle() && admission.records() == 0 && publisher.isIdle();
  }
}
