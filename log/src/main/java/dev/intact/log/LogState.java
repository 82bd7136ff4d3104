package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.key.VerifierKey;
import dev.intact.log.index.KeyExtractor;
import dev.intact.log.journal.JournalPosition;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.NodeReader;
import dev.intact.note.SignedCheckpoint;
import dev.intact.record.RecordTime;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.MissingTileException;
import dev.intact.tile.TileNodes;
import dev.intact.tile.TileReader;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One log with everything that is known of it in memory. Each field says which thread or lock owns
 * it.
 */
final class LogState implements Log {

  private final int number;
  private final String name;
  private final String origin;
  private final LogTiles tiles;
  private final StoreCore core;

  // owned by whose turn it is in the sequencer
  private long nextIndex;
  private long lastCreatedMicros;

  // written by the sequencer, before it reads the clock for a record
  private volatile long reserved;

  // written by the publisher
  private volatile long publishedMicros;

  // written by the sequencer, emptied by the indexer
  private final Map<String, SealedRecord> unindexed = new ConcurrentHashMap<>();

  // written by the committer
  private volatile long acknowledged;

  // guarded by lock
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition integrated = lock.newCondition();
  private final TreeTail tail;
  private Instant integratedTime = Instant.EPOCH;

  // owned by the publisher
  private CompactRange verified = CompactRange.empty(0);

  private volatile Optional<SignedCheckpoint> published = Optional.empty();
  private volatile Optional<LogRefusedException> refusal = Optional.empty();

  LogState(int number, String name, StoreCore core, TreeTail tail) {
    this.number = number;
    this.name = name;
    this.origin = core.prefix() + "/" + name;
    this.core = core;
    this.tail = tail;
    this.tiles = new LogTiles(core.storage(), base(core.prefix(), name));
    this.acknowledged = tail.size();
    this.nextIndex = tail.size();
    this.reserved = tail.size();
  }

  static String base(String prefix, String name) {
    return "logs/" + prefix + "/" + name + "/";
  }

  int number() {
    return number;
  }

  boolean isRoot() {
    return name.equals(LogStore.ROOT);
  }

  String checkpointPath() {
    return base(core.prefix(), name) + "checkpoint";
  }

  // --- sequencer ---

  long nextIndex() {
    return nextIndex;
  }

  /**
   * Announces that a record is about to be stamped, so that nobody takes the present for a time
   * before it.
   */
  void reserve() {
    reserved = nextIndex + 1;
  }

  /** The record of the reservation was placed, or will not be. */
  void settle() {
    reserved = nextIndex;
  }

  /**
   * Time of record: never before that of the record before it, nor before a checkpoint without it,
   * also where the clock was set back.
   */
  Instant stamp(Instant now) {
    long micros = Math.max(Math.max(lastCreatedMicros, publishedMicros), RecordTime.micros(now));
    lastCreatedMicros = micros;
    return ofMicros(micros);
  }

  void placed(SealedRecord record) {
    nextIndex = record.index + 1;
    record.id.ifPresent(id -> unindexed.put(id, record));
  }

  Optional<SealedRecord> unindexed(String id) {
    return Optional.ofNullable(unindexed.get(id));
  }

  void refuseIfContradicted() throws LogRefusedException {
    Optional<LogRefusedException> refused = refusal;
    if (refused.isPresent()) {
      throw refused.get();
    }
  }

  Instant createdAt(byte[] stored) {
    return ofMicros(core.keys().keys(stored).createdMicros().orElse(0));
  }

  static Instant ofMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
  }

  // --- recovery, before any thread runs ---

  void recovered(byte[] bytes, JournalPosition position, Hash leaf, long lsn) throws IOException {
    lock.lock();
    try {
      append(leaf, bytes, position, lsn);
    } finally {
      lock.unlock();
    }
    nextIndex = tail.size();
    reserved = tail.size();
    acknowledged = tail.size();
  }

  /** Damaged files are this log's misfortune, not the store's. Call with the lock. */
  private void append(Hash leaf, byte[] bytes, JournalPosition position, long lsn)
      throws IOException {
    try {
      tail.append(leaf, bytes, position, lsn);
    } catch (DamageException e) {
      refuse(e);
    }
  }

  /** Its files do not carry what the journal goes on with. */
  void block(DamageException damage) throws IOException {
    withTail(t -> {
      t.block();
      return t;
    });
    refuse(damage);
  }

  boolean isBlocked() throws IOException {
    return withTail(TreeTail::isBlocked);
  }

  /** What was replayed is in files again, whole. */
  void settleFiles() throws IOException {
    withTail(t -> {
      t.flush();
      t.sweepStrays();
      return t;
    });
  }

  /** Takes up the last time of record from the last entry. */
  void resumeTime(KeyExtractor keys) throws IOException {
    if (nextIndex > 0 && !isRoot()) {
      try {
        lastCreatedMicros = keys.keys(entry(nextIndex - 1)).createdMicros().orElse(0);
        integratedTime = ofMicros(lastCreatedMicros);
      } catch (LogRangeException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
  }

  void refuse(DamageException damage) {
    refuse(damage.verdict(), String.valueOf(damage.getMessage()));
  }

  /** The first contradiction stays. */
  synchronized void refuse(Verdict verdict, String detail) {
    if (refusal.isEmpty()) {
      refusal = Optional.of(new LogRefusedException(name, verdict, detail));
    }
  }

  Optional<LogRefusedException> refusal() {
    return refusal;
  }

  // --- committer, integrator, indexer ---

  void acknowledged(long size) {
    acknowledged = size;
  }

  void integrate(List<SealedRecord> records, long lsn) throws IOException {
    lock.lock();
    try {
      for (SealedRecord record : records) {
        append(record.leaf, record.bytes, record.position(), lsn);
      }
      integratedTime = records.getLast().answer.createdAt();
      integrated.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void indexed(SealedRecord record) {
    record.id.ifPresent(id -> unindexed.remove(id, record));
  }

  // --- publisher and trimmer ---

  /** Runs something with the tail, alone. */
  <T> T withTail(TailAction<T> action) throws IOException {
    lock.lock();
    try {
      return action.run(tail);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A time at which the log had this size, between the times of record of its last entry and of the
   * next, which may be sequenced already but not yet in the tree: a checkpoint with the present
   * instead would make an honest record look backdated. Call within {@link #withTail}.
   */
  Instant asOf(InstantSource clock, long size) {
    Instant now = clock.instant();
    return reserved == size && now.isAfter(integratedTime) ? now : integratedTime;
  }

  @FunctionalInterface
  interface TailAction<T> {
    T run(TreeTail tail) throws IOException;
  }

  CompactRange verified() {
    return verified;
  }

  void verified(CompactRange range) {
    verified = range;
  }

  void published(SignedCheckpoint checkpoint) {
    checkpoint.claimedTime().ifPresent(t -> publishedMicros = RecordTime.micros(t));
    published = Optional.of(checkpoint);
  }

  /** Waits until the tree has reached a size that was acknowledged. */
  void awaitIntegrated(long size) throws IOException {
    lock.lock();
    try {
      while (tail.size() < size) {
        if (core.health().failed()) {
          throw new IOException(core.health().failure().getMessage());
        }
        boolean signalled = integrated.await(1, java.util.concurrent.TimeUnit.SECONDS);
        if (!signalled && core.closed()) {
          throw new IOException("the store is closed");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for entry " + (size - 1), e);
    } finally {
      lock.unlock();
    }
  }

  // --- callers ---

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public List<VerifierKey> verifierKeys() {
    return core.signer().verifierKeys(origin);
  }

  @Override
  public long size() {
    return acknowledged;
  }

  @Override
  public CompletableFuture<Appended> append(Draft draft) throws OverloadedException {
    return core.submit(this, List.of(draft)).getFirst();
  }

  @Override
  public List<CompletableFuture<Appended>> appendAll(List<? extends Draft> drafts)
      throws OverloadedException {
    return core.submit(this, drafts);
  }

  @Override
  public Optional<SignedCheckpoint> checkpoint() {
    return published;
  }

  @Override
  public CompletableFuture<SignedCheckpoint> publish(long size) {
    return core.publisher().request(this, size);
  }

  @Override
  public byte[] entry(long index) throws LogRangeException, IOException {
    requireRange(index, index + 1);
    awaitIntegrated(index + 1);
    Optional<byte[]> pending = withTail(t -> t.pendingEntry(index));
    if (pending.isPresent()) {
      return pending.get();
    }
    int at = (int) (index % Tiles.WIDTH);
    return bundle(index / Tiles.WIDTH).entry(at);
  }

  /** The bundle of the width that is in files; what else lies beside it is not looked at. */
  private EntryBundle bundle(long number) throws IOException {
    long filed = withTail(TreeTail::filedSize);
    EntryBundlePath path = new EntryBundlePath(number, Tiles.width(0, number, filed));
    byte[] bytes = tiles.read(path).orElseThrow(() -> new MissingTileException(path));
    return EntryBundle.parse(bytes, path.width());
  }

  @Override
  public void scan(long from, long to, EntryVisitor visitor) throws LogRangeException, IOException {
    requireRange(from, to);
    long at = from;
    while (at < to) {
      long number = at / Tiles.WIDTH;
      long end = Math.min(to, (number + 1) * Tiles.WIDTH);
      at = scanBundle(number, at, end, visitor);
    }
  }

  private long scanBundle(long number, long from, long to, EntryVisitor visitor)
      throws LogRangeException, IOException {
    long at = from;
    awaitIntegrated(to);
    long inFiles = Math.min(to, withTail(TreeTail::filedSize));
    if (at < inFiles) {
      EntryBundle bundle = bundle(number);
      for (; at < inFiles; at++) {
        visitor.entry(at, bundle.entry((int) (at % Tiles.WIDTH)));
      }
    }
    for (; at < to; at++) {
      visitor.entry(at, entry(at));
    }
    return at;
  }

  private void requireRange(long from, long to) throws LogRangeException {
    if (from < 0 || to < from || to > acknowledged) {
      throw new LogRangeException(
          "log "
              + name
              + " has "
              + acknowledged
              + " entries; ["
              + from
              + ", "
              + to
              + ") is not within it");
    }
  }

  @Override
  public TileReader tiles() {
    return tiles;
  }

  long tileBytesRead() {
    return tiles.bytesRead();
  }

  @Override
  public NodeReader nodes(long size) {
    return new TileNodes(tiles, size);
  }
}
