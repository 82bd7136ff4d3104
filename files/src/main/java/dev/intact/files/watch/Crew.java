package dev.intact.files.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The threads of one who watches. Thread-safe. */
final class Crew {

  private static final long PATIENCE_MILLIS = 10_000;

  private final String prefix;
  private final Consumer<Throwable> failed;
  private final Map<String, Thread> threads = new LinkedHashMap<>(); // guarded by this

  /**
   * Nobody yet.
   *
   * @param prefix of the names of threads
   * @param failed is told by a thread why it has ended
   */
  Crew(String prefix, Consumer<Throwable> failed) {
    this.prefix = prefix;
    this.failed = failed;
  }

  /** What a thread does until it is interrupted. */
  interface Work {
    void run() throws InterruptedException;
  }

  String name(String what) {
    return prefix + "-" + what;
  }

  void start(String what, Work work) {
    Runnable run =
        () -> {
          try {
            work.run();
          } catch (InterruptedException e) {
            // the end
          } catch (RuntimeException | Error e) {
            failed.accept(e);
          }
        };
    synchronized (this) {
      threads.put(what, Thread.ofPlatform().daemon().name(name(what)).start(run));
    }
  }

  /** Ends all but one, and waits for their end. */
  void endAllBut(String one) throws InterruptedException {
    List<Thread> ending;
    synchronized (this) {
      ending =
          threads.entrySet().stream()
              .filter(t -> !t.getKey().equals(one))
              .map(Map.Entry::getValue)
              .toList();
    }
    ending.forEach(Thread::interrupt);
    for (Thread thread : ending) {
      thread.join(PATIENCE_MILLIS);
    }
  }
}
