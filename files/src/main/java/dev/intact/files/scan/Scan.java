package dev.intact.files.scan;

import dev.intact.files.linux.Descriptors;
import dev.intact.files.linux.FileStat.FileTime;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.linux.SelfCheck;
import dev.intact.files.linux.Threads;
import dev.intact.files.linux.UnsupportedSystemException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * One look at a set of files. The caller's thread walks and is shown what was seen; others read
 * entries, some at a time; what they found is shown in the order of the walk, so that it is the
 * same for any number of threads. Memory: the names of the directories on the way down, and some
 * thousands of entries.
 */
public final class Scan {

  /** What is large at the head of the queue must not leave the other threads without work. */
  private static final int MOST_BATCHES = 512;

  private static final int BATCHES_PER_THREAD = 4; // or more, if there are so many threads

  /** At most so many directories are held open for the readers, fewer where fewer are allowed. */
  private static final int MOST_DIRECTORIES = 2_048;

  private final ScanRules rules;
  private final int threads;
  private final Optional<FileTime> trustedBefore;
  private final RateLimit limit;
  private final List<Look> looks;
  private final Expected carried;
  private final boolean idle;

  private Scan(
      ScanRules rules,
      int threads,
      Optional<FileTime> trustedBefore,
      RateLimit limit,
      List<Look> looks,
      Expected carried,
      boolean idle) {
    this.carried = carried;
    this.idle = idle;
    this.looks = List.copyOf(looks);
    this.rules = rules;
    this.threads = threads;
    this.trustedBefore = trustedBefore;
    this.limit = limit;
  }

  /**
   * A scan that reads everything.
   *
   * @param rules what is looked at
   * @param threads how many read, at least 1
   * @param limit how fast
   * @return not started
   */
  public static Scan full(ScanRules rules, int threads, RateLimit limit) {
    if (threads < 1) {
      throw new IllegalArgumentException("a scan needs a thread");
    }
    return new Scan(
        rules, threads, Optional.empty(), limit, Look.all(rules), Expected.NOTHING, false);
  }

  /**
   * The same that does not read files whose inode, size and times are as expected.
   *
   * @param changedBefore only files that were changed last before this
   * @return not started
   */
  public Scan trusting(Instant changedBefore) {
    return new Scan(rules, threads, Optional.of(time(changedBefore)), limit, looks, carried, idle);
  }

  private static FileTime time(Instant instant) {
    return new FileTime(instant.getEpochSecond(), instant.getNano());
  }

  /**
   * The same that does not read files whose inode, size and times are as an earlier scan recorded
   * them, and shows the state that it recorded. For a scan that expects nothing.
   *
   * @param states what it recorded, by the same rules; read once
   * @param changedBefore only files that were changed last before this
   * @return not started
   */
  public Scan carrying(Expected states, Instant changedBefore) {
    return new Scan(rules, threads, Optional.of(time(changedBefore)), limit, looks, states, idle);
  }

  /**
   * The same, for a disk that others need.
   *
   * @param others whether the disk is asked to serve all others before the threads that read files
   * @return not started
   */
  public Scan idle(boolean others) {
    return new Scan(rules, threads, trustedBefore, limit, looks, carried, others);
  }

  /**
   * The same of some paths alone.
   *
   * @param some in the order of a walk, none within another; each in the set
   * @return not started
   */
  public Scan at(List<Look> some) {
    return new Scan(rules, threads, trustedBefore, limit, some, carried, idle);
  }

  /**
   * What a scan has seen in all.
   *
   * @param entries how many are there
   * @param established of how many of them the state is known
   * @param uncovered expected entries that could not be looked for
   * @param excluded entries that a rule leaves out, not counting what lies under them
   * @param bytes content that was hashed
   * @param trusted files that were taken for unchanged by their times
   */
  public record Summary(
      long entries, long established, long uncovered, long excluded, long bytes, long trusted) {}

  /**
   * Runs.
   *
   * @param expected what is compared with
   * @param visitor is shown what was not expected
   * @param progress told how many more entries are done, by the caller's thread
   * @return the sums
   * @throws UnsupportedSystemException if files cannot be read as they must be here
   * @throws IOException if the expected states cannot be read, or the visitor ends it
   * @throws InterruptedException if the thread was interrupted
   */
  public Summary run(Expected expected, ScanVisitor visitor, LongConsumer progress)
      throws UnsupportedSystemException, IOException, InterruptedException {
    List<EntryReader> readers = new ArrayList<>();
    try {
      for (int i = 0; i <= threads; i++) {
        readers.add(new EntryReader(LinuxFs.open(), trustedBefore, limit));
      }
      SelfCheck.run(readers.getFirst().fs());
      Queue<EntryReader> free = new ConcurrentLinkedQueue<>(readers.subList(1, readers.size()));
      try (Pool pool = new Pool(threads, idle, free, visitor, progress)) {
        Walker walker =
            new Walker(
                rules, looks, readers.getFirst(), expected, new Carried(carried), pool::take);
        walker.run();
        pool.drain();
        return new Summary(
            pool.entries,
            pool.established,
            walker.uncovered(),
            walker.excluded(),
            pool.bytes,
            pool.trusted);
      }
    } finally {
      readers.forEach(EntryReader::close);
    }
  }

  /** A batch that a thread has or will have. */
  private record Pending(Batch batch, Future<Batch.Result> result) {}

  /** The threads that read, and what they have not handed back yet. */
  private static final class Pool implements AutoCloseable {

    private final ExecutorService executor;
    private final int threads;
    private final int mostBatches;
    private final int mostDirectories =
        Math.min(MOST_DIRECTORIES, Descriptors.most() / 4); // the rest is for others
    private final Queue<EntryReader> free;
    private final ScanVisitor visitor;
    private final LongConsumer progress;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int directories; // in what is pending
    private long entries;
    private long established;
    private long bytes;
    private long trusted;

    Pool(
        int threads,
        boolean idle,
        Queue<EntryReader> free,
        ScanVisitor visitor,
        LongConsumer progress) {
      this.executor = Executors.newFixedThreadPool(threads, threads(idle));
      this.threads = threads;
      this.mostBatches = Math.max(MOST_BATCHES, threads * BATCHES_PER_THREAD);
      this.free = free;
      this.visitor = visitor;
      this.progress = progress;
    }

    private static ThreadFactory threads(boolean idle) {
      ThreadFactory plain = Thread.ofPlatform().name("intact-files-", 0).daemon().factory();
      return idle
          ? work ->
              plain.newThread(() -> {
                var unused = Threads.readWhenIdle();
                work.run();
              })
          : plain;
    }

    void take(Batch batch) throws IOException, InterruptedException {
      pending.addLast(new Pending(batch, executor.submit(() -> read(batch))));
      directories += batch.directories();
      while (isEnough() || (!pending.isEmpty() && pending.getFirst().result.isDone())) {
        show();
      }
    }

    private boolean isEnough() {
      return pending.size() > mostBatches
          || (directories > mostDirectories && pending.size() > threads);
    }

    private Batch.Result read(Batch batch) throws InterruptedException {
      EntryReader reader = free.remove(); // there are as many as threads
      try {
        return batch.read(reader);
      } finally {
        free.add(reader);
      }
    }

    void drain() throws IOException, InterruptedException {
      while (!pending.isEmpty()) {
        show();
      }
    }

    private void show() throws IOException, InterruptedException {
      Pending first = pending.removeFirst();
      directories -= first.batch.directories();
      Batch.Result result;
      try {
        result = first.result.get();
      } catch (ExecutionException e) {
        throw new IOException("a file could not be read: " + e.getCause(), e);
      }
      for (Observed observed : result.observed()) {
        visitor.observed(observed);
      }
      for (Batch.Grown grown : result.grown()) {
        visitor.grown(grown.path(), grown.state());
      }
      entries += result.entries();
      established += result.established();
      bytes += result.bytes();
      trusted += result.trusted();
      progress.accept(result.entries());
    }

    /** Waits for what still reads: its descriptors and memory are about to be freed. */
    @Override
    public void close() {
      executor.shutdownNow();
      boolean interrupted = false;
      while (true) {
        try {
          if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
            break;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      pending.forEach(p -> p.batch.drop(free.element()));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
