package dev.intact.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** So many callers that work until they are told to stop, each waiting for every answer. */
final class Producers {

  /** One caller's work, again and again. */
  @FunctionalInterface
  interface Work {
    /**
     * One call.
     *
     * @param producer which caller
     * @param round its how-many-th call
     * @return how many records were acknowledged
     * @throws Exception ends the run
     */
    long call(int producer, long round) throws Exception;
  }

  private Producers() {}

  /** Acknowledged records a second between warm-up and end. */
  static double rate(int count, Scale scale, Work work) throws Exception {
    return rate(count, scale, work, () -> {});
  }

  /** The same, with something to do when the measured time begins. */
  static double rate(int count, Scale scale, Work work, Runnable atStart) throws Exception {
    AtomicLong acknowledged = new AtomicLong();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int producer = i;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (long round = 0; !stop.get(); round++) {
                    acknowledged.addAndGet(work.call(producer, round));
                  }
                } catch (Exception | Error e) {
                  failure.compareAndSet(null, e);
                  stop.set(true);
                }
              }));
    }
    Thread.sleep((long) (scale.seconds() * 1000));
    atStart.run();
    long before = acknowledged.get();
    long start = System.nanoTime();
    Thread.sleep((long) (scale.seconds() * 1000));
    double rate = (acknowledged.get() - before) / ((System.nanoTime() - start) / 1e9);
    stop.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a producer failed", failed);
    }
    return rate;
  }
}
