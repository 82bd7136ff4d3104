package dev.intact.log;

import dev.intact.finding.Finding;
import dev.intact.log.index.CheckpointMark;
import dev.intact.log.index.IndexException;
import dev.intact.log.index.KeyExtractor;
import dev.intact.log.index.RecordIndex;
import dev.intact.log.journal.Journal;
import dev.intact.log.sign.Signer;
import dev.intact.log.storage.Storage;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/**
 * The logs of one installation in a directory. Thread-safe; one process at a time.
 *
 * <p>A record goes from its caller, who sequences it in turn with others (index and time), to the
 * committer (journal, one force a batch: acknowledged here), the integrator (tiles), the indexer
 * (SQLite) and, on its own rhythm, the publisher (read back, sign, checkpoint). Each of these is
 * one thread and owns what it changes. Memory is bounded at the entrance: what is taken but not yet
 * indexed has a limit, and callers beyond it are refused.
 */
public final class LogStore implements AutoCloseable, StoreCore {

  /** The log of the other logs' checkpoints. */
  public static final String ROOT = "~root";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9~][A-Za-z0-9._~-]{0,79}");
  private static final long TAIL_BYTES = 64L << 20;
  private static final long MAX_BATCH_BYTES = 4L << 20;

  private final LogStoreConfig config;
  private final OpenedStore opened;
  private final Storage storage;
  private final Journal journal;
  private final RecordIndex index;
  private final Signer signer;
  private final TailMemory memory = new TailMemory(TAIL_BYTES);
  private final StoreHealth health = new StoreHealth();
  private final Admission admission;
  private final OpenBatch open;
  private final KnownIds known;
  private final Sequencer sequencer;
  private final Committer committer;
  private final Integrator integrator;
  private final Indexer indexer;
  private final Publisher publisher;
  private final Trimmer trimmer;
  private final Map<String, LogState> logs = new ConcurrentSkipListMap<>();
  private final List<LogState> byNumber = new CopyOnWriteArrayList<>();
  private final StoreThreads threads = new StoreThreads();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean prioritised = true;
  private volatile boolean closing;
  private volatile boolean closed;
  private volatile CompletableFuture<?> lastInRoot = CompletableFuture.completedFuture(true);

  LogStore(LogStoreConfig config, OpenedStore opened, RecordIndex index, LongConsumer progress)
      throws IOException, LogException {
    this.config = config;
    this.opened = opened;
    this.storage = opened.storage();
    this.signer = opened.signer();
    this.index = index;
    this.admission = new Admission(config.maxRecordsInFlight(), config.maxBytesInFlight());
    this.open = new OpenBatch(config.maxBatchRecords(), MAX_BATCH_BYTES);
    this.publisher =
        new Publisher(
            storage, signer, config.publishInterval(), config.clock(), health, this::recordInRoot);
    this.indexer = new Indexer(index, config.keys(), admission, health);
    this.integrator = new Integrator(indexer, publisher, health);
    this.known = new KnownIds(index, config.keys(), signer);
    this.sequencer = new Sequencer(open, known, admission, config.clock(), health);
    List<Registry.Known> durable = Registry.read(storage);
    this.journal =
        Journal.open(storage, config.journalSegmentBytes(), j -> new Recovery(this, j, durable));
    this.committer = new Committer(open, journal, integrator, health);
    this.trimmer =
        new Trimmer(
            storage, journal, config.journalHeldBytes(), () -> List.copyOf(byNumber), integrator);
    try {
      resume(durable, new Resumption(config, storage, signer, index, progress));
    } catch (IOException | LogException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void resume(List<Registry.Known> durable, Resumption resumption)
      throws IOException, LogException {
    registerVanished();
    for (LogState log : byNumber) {
      trimmer.start(log, log.number() < durable.size() ? durable.get(log.number()).size() : 0);
      if (resumption.resume(log)) {
        publisher.changed(log);
      }
    }
  }

  /**
   * Opens a store: takes its lock, replays the journal, brings the index up, and compares every log
   * with what the signer remembers.
   *
   * @param config where and how
   * @return the store, accepting records
   * @throws StoreLockedException if another process uses the directory
   * @throws LogStoreException if it cannot be opened; the message says why and what to do
   */
  public static LogStore open(LogStoreConfig config) throws LogStoreException {
    return Opening.open(config, Storages.FILES);
  }

  /**
   * Opens a store with a new index: what was there is thrown away and built again from the log.
   *
   * @param config where and how
   * @param progress told how many more records are indexed
   * @return the store, accepting records
   * @throws StoreLockedException if another process uses the directory
   * @throws LogStoreException if it cannot be opened; the message says why and what to do
   */
  public static LogStore openWithNewIndex(LogStoreConfig config, LongConsumer progress)
      throws LogStoreException {
    return Opening.open(config, Storages.FILES, true, progress);
  }

  /**
   * What was signed for and is not in the store any more is taken up as an empty log, which is then
   * refused as rolled back: it must not look as if it had never been.
   */
  private void registerVanished() throws LogStoreException {
    for (String origin : signer.origins().stream().sorted().toList()) {
      if (!origin.startsWith(prefix() + "/")) {
        throw new LogStoreException(
            "the signer has signed for "
                + origin
                + ", this store is named "
                + prefix()
                + ": one of them is another's, or intact.json was changed");
      }
      openOrCreate(origin.substring(prefix().length() + 1));
    }
  }

  /** Starts its threads. */
  void start() throws IndexException {
    List<LogState> there = List.copyOf(byNumber);
    start("ids", Niceness.BACKGROUND, () -> known.load(there));
    start("sequencer", Niceness.NORMAL, sequencer);
    start("committer", Niceness.COMMIT, committer);
    start("integrator", Niceness.NORMAL, integrator);
    start("indexer", Niceness.NORMAL, indexer);
    start("publisher", Niceness.BACKGROUND, publisher);
    start("trimmer", Niceness.NORMAL, () -> trimmer.runUntil(stopped, health));
    for (LogState log : byNumber) {
      recordLost(log);
    }
  }

  /** A process that died between a checkpoint and its record in the root log left this undone. */
  private void recordLost(LogState log) throws IndexException {
    Optional<SignedCheckpoint> head = log.checkpoint();
    if (log.isRoot() || head.isEmpty()) {
      return;
    }
    List<CheckpointMark> recorded = index.checkpoints(log.name());
    if (recorded.isEmpty() || recorded.getLast().size() < head.get().checkpoint().size()) {
      recordInRoot(head.get());
    }
  }

  private void start(String name, Niceness niceness, Runnable work) {
    threads.start(
        name,
        () -> {
          if (!niceness.request()) {
            prioritised = false;
          }
          work.run();
        });
  }

  /**
   * A log that exists.
   *
   * @param name its name
   * @return the log
   * @throws NoSuchLogException if there is none of this name
   */
  public Log log(String name) throws NoSuchLogException {
    LogState log = logs.get(name);
    if (log == null) {
      throw new NoSuchLogException(name);
    }
    return log;
  }

  /**
   * A log, made if it does not exist. It is durable with its first record.
   *
   * @param name letters, digits, {@code . _ ~ -}, at most 80
   * @return the log
   * @throws IllegalArgumentException if that is no name for a log
   */
  public Log openOrCreate(String name) {
    LogState known = logs.get(name);
    if (known != null) {
      return known;
    }
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new IllegalArgumentException(
          "a log's name has up to 80 of A-Z a-z 0-9 . _ ~ - and no two points");
    }
    synchronized (byNumber) {
      LogState again = logs.get(name);
      if (again != null) {
        return again;
      }
      LogState fresh =
          register(name, new TreeTail(storage, journal, memory, LogState.base(prefix(), name)));
      open.addCreated(fresh);
      return fresh;
    }
  }

  /** Adds a log whose tiles are durable up to a size. */
  void recover(String name, long size, Journal replayed) {
    String base = LogState.base(prefix(), name);
    try {
      register(name, TreeTail.load(storage, replayed, memory, base, size));
    } catch (DamageException e) {
      register(name, TreeTail.blocked(storage, replayed, memory, base, size)).refuse(e);
    }
  }

  private LogState register(String name, TreeTail tail) {
    LogState log = new LogState(byNumber.size(), name, this, tail);
    byNumber.add(log);
    logs.put(name, log);
    return log;
  }

  LogState byNumber(int number) throws IOException {
    if (number < 0 || number >= byNumber.size()) {
      throw new IOException(
          "the journal has records of log number " + number + ", which is not registered");
    }
    return byNumber.get(number);
  }

  int logCount() {
    return byNumber.size();
  }

  /**
   * Whether a log exists.
   *
   * @param name its name
   * @return true if it does
   */
  public boolean exists(String name) {
    return logs.containsKey(name);
  }

  /**
   * All logs.
   *
   * @return their names, sorted
   */
  public Collection<String> logNames() {
    return List.copyOf(logs.keySet());
  }

  /**
   * The log of checkpoints.
   *
   * @return the root log
   */
  public Log root() {
    return openOrCreate(ROOT);
  }

  /**
   * The index, an untrusted view.
   *
   * @return for look-ups
   */
  public RecordIndex index() {
    return index;
  }

  /**
   * The signer, which remembers what was signed.
   *
   * @return for comparing the store with it
   */
  @Override
  public Signer signer() {
    return signer;
  }

  /**
   * Where the store itself writes: logs, index, and the signer's memory.
   *
   * @return absolute paths
   */
  public List<Path> directories() {
    return List.of(config.directory(), config.signerDirectory());
  }

  /**
   * The installation's prefix.
   *
   * @return what stands before the log's name in an origin
   */
  @Override
  public String prefix() {
    return opened.prefix();
  }

  /**
   * Completes when storage fails: the store has stopped and the process should.
   *
   * @return with the cause; never completes otherwise
   */
  public CompletableFuture<Throwable> whenFailed() {
    return health.whenFailed();
  }

  /**
   * Completes when the index was held against all logs after the start, and repaired.
   *
   * @return with what was wrong with it; cancelled if the store was closed before
   */
  public CompletableFuture<List<Finding>> whenIndexChecked() {
    return known.checked();
  }

  private void recordInRoot(SignedCheckpoint checkpoint) {
    LogState root = (LogState) root();
    RootEntries.CheckpointDraft draft = new RootEntries.CheckpointDraft(checkpoint);
    admission.acquireAlways(1, draft.sizeHint());
    CompletableFuture<Appended> appended = new CompletableFuture<>();
    sequencer.leave(new Submission(root, List.of(draft), List.of(appended)));
    lastInRoot = appended;
  }

  /**
   * Asks for a checkpoint of the root log that covers every checkpoint published by now.
   *
   * @return completes when it is published
   */
  public CompletableFuture<SignedCheckpoint> publishRoot() {
    return lastInRoot.thenCompose(a -> root().publish());
  }

  @Override
  public List<CompletableFuture<Appended>> submit(LogState log, List<? extends Draft> drafts)
      throws OverloadedException {
    List<CompletableFuture<Appended>> futures = new ArrayList<>(drafts.size());
    for (int i = 0; i < drafts.size(); i++) {
      futures.add(new CompletableFuture<>());
    }
    if (drafts.isEmpty()) {
      return futures;
    }
    if (closing || health.failed()) {
      futures.forEach(f -> f.completeExceptionally(health.failure()));
      return futures;
    }
    admission.acquire(drafts.size(), Submission.sizeHint(drafts));
    sequencer.submit(new Submission(log, drafts, futures));
    return futures;
  }

  /**
   * How busy the store is.
   *
   * @return figures of this moment
   */
  public StoreStatus status() {
    long lag = 0;
    long read = 0;
    for (LogState log : byNumber) {
      read += log.tileBytesRead();
      lag += Math.max(0, log.size() - index.appliedSize(log.name()));
    }
    return new StoreStatus(
        admission.records(),
        admission.bytes(),
        admission.maxRecords(),
        committer.appended(),
        committer.batches(),
        lag,
        publisher.unpublished(),
        publisher.oldestMillis(),
        journal.bytesHeld(),
        byNumber.size(),
        prioritised,
        read,
        health.failed());
  }

  /** One round of the trimmer now, and all of it. */
  void trim() throws IOException {
    try {
      trimmer.run(true);
    } catch (IOException e) {
      health.fail(e);
      throw e;
    }
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public KeyExtractor keys() {
    return config.keys();
  }

  @Override
  public StoreHealth health() {
    return health;
  }

  @Override
  public Publisher publisher() {
    return publisher;
  }

  @Override
  public boolean closed() {
    return closed;
  }

  /**
   * Acknowledges what was taken, publishes what has changed, makes the tiles durable, and gives up
   * the lock.
   */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    try {
      closing = true;
      Settling.await(publisher, admission, health);
      closed = true;
      stopped.countDown();
      sequencer.close();
      threads.join("sequencer", "committer", "integrator", "indexer");
      publisher.close();
      known.stop();
      threads.join("publisher", "trimmer", "ids");
      if (!health.failed()) {
        trimmer.run(true);
      }
      journal.close();
      index.close();
    } catch (IOException e) {
      health.fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      opened.close();
    }
  }
}
