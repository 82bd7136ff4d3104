package dev.intact.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The threads of a store, by name. Started and joined by the thread that opens and closes it. */
final class StoreThreads {

  private static final long MAX_JOIN_SECONDS = 30;

  private final List<Thread> threads = new ArrayList<>();

  /** Starts one. */
  void start(String name, Runnable work) {
    Thread thread = new Thread(work, "intact-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Waits for their end, half a minute for each. */
  void join(String... names) throws InterruptedException {
    for (String name : names) {
      for (Thread thread : threads) {
        if (thread.getName().equals("intact-" + name)) {
          thread.join(TimeUnit.SECONDS.toMillis(MAX_JOIN_SECONDS));
        }
      }
    }
  }
}
