package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.log.sign.SignRequest;
import dev.intact.log.sign.SignedState;
import dev.intact.log.sign.Signer;
import dev.intact.log.sign.SignerException;
import dev.intact.log.storage.Storage;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.ConsistencyProof;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofBuilder;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Publishes checkpoints of the logs that have changed, oldest change first, and those that somebody
 * waits for at once.
 *
 * <p>Before a checkpoint is asked for, everything new is read back from storage and hashed again;
 * the root must come out twice, from the tiles in memory and from the bytes at rest. A log that
 * fails this is refused from then on: what would be signed is corrupt. A signature costs
 * milliseconds, so scheduled publishing keeps to a share of the time and many logs share one force
 * of the signer's memory.
 */
final class Publisher implements Runnable {

  private static final int MAX_BATCH = 32;
  private static final int REST_PER_WORK = 3;

  private record Waiter(long minSize, CompletableFuture<SignedCheckpoint> future) {}

  private record Head(long size, Hash root, Instant asOf) {}

  private record Prepared(LogState log, SignRequest request, CompactRange verified) {}

  private final Storage storage;
  private final Signer signer;
  private final long intervalNanos;
  private final StoreHealth health;
  private final Consumer<SignedCheckpoint> root;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // guarded by lock
  private final Map<LogState, Long> dirtySince = new LinkedHashMap<>();
  private final Map<LogState, List<Waiter>> waiters = new HashMap<>();
  private boolean closing;

  private final InstantSource clock;

  // guarded by lock
  private boolean hurried;
  private final Set<LogState> publishing = new HashSet<>();

  // owned by the publisher's thread
  private long restUntil = Long.MIN_VALUE;

  Publisher(
      Storage storage,
      Signer signer,
      Duration interval,
      InstantSource clock,
      StoreHealth health,
      Consumer<SignedCheckpoint> root) {
    this.storage = storage;
    this.signer = signer;
    this.intervalNanos = interval.toNanos();
    this.clock = clock;
    this.health = health;
    this.root = root;
  }

  void changed(LogState log) {
    lock.lock();
    try {
      if (dirtySince.putIfAbsent(log, System.nanoTime()) == null && dirtySince.size() == 1) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  CompletableFuture<SignedCheckpoint> request(LogState log, long minSize) {
    CompletableFuture<SignedCheckpoint> future = new CompletableFuture<>();
    Optional<SignedCheckpoint> now = log.checkpoint();
    if (now.isPresent() && now.get().checkpoint().size() >= minSize) {
      future.complete(now.get());
      return future;
    }
    lock.lock();
    try {
      if (closing || health.failed()) {
        future.completeExceptionally(health.failure());
        return future;
      }
      waiters.computeIfAbsent(log, l -> new ArrayList<>()).add(new Waiter(minSize, future));
      dirtySince.putIfAbsent(log, System.nanoTime());
      changed.signal();
      return future;
    } finally {
      lock.unlock();
    }
  }

  int unpublished() {
    lock.lock();
    try {
      Set<LogState> all = new HashSet<>(publishing);
      all.addAll(dirtySince.keySet());
      return all.size();
    } finally {
      lock.unlock();
    }
  }

  long oldestMillis() {
    lock.lock();
    try {
      return dirtySince.values().stream()
          .mapToLong(since -> (System.nanoTime() - since) / 1_000_000)
          .max()
          .orElse(0);
    } finally {
      lock.unlock();
    }
  }

  /** Publishes what is unpublished, the root log last, and stops. */
  void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      List<LogState> batch = next();
      while (!batch.isEmpty()) {
        long start = System.nanoTime();
        publish(batch);
        long end = System.nanoTime();
        restUntil = end + REST_PER_WORK * (end - start);
        batch = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      health.fail(e);
    } finally {
      failWaiters();
    }
  }

  private void failWaiters() {
    lock.lock();
    try {
      closing = true;
      waiters
          .values()
          .forEach(all -> all.forEach(w -> w.future().completeExceptionally(health.failure())));
      waiters.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The logs to publish next; empty when closing and nothing is left. */
  private List<LogState> next() throws InterruptedException {
    lock.lock();
    try {
      publishing.clear();
      while (true) {
        List<LogState> batch = new ArrayList<>(waiters.keySet().stream().limit(MAX_BATCH).toList());
        long now = System.nanoTime();
        long earliest = Long.MAX_VALUE;
        for (Map.Entry<LogState, Long> dirty : dirtySince.entrySet()) {
          long due =
              closing || hurried ? now : Math.max(dirty.getValue() + intervalNanos, restUntil);
          earliest = Math.min(earliest, due);
          if (due > now || batch.size() >= MAX_BATCH) {
            break; // the oldest come first
          }
          if (!batch.contains(dirty.getKey())) {
            batch.add(dirty.getKey());
          }
        }
        if (!batch.isEmpty()) {
          batch.forEach(dirtySince::remove);
          publishing.addAll(batch);
          return batch;
        }
        if (closing || health.failed()) {
          return batch;
        }
        if (earliest == Long.MAX_VALUE) {
          changed.await();
        } else {
          long slept = changed.awaitNanos(earliest - now);
          assert slept <= earliest - now;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void publish(List<LogState> logs) throws IOException {
    List<Prepared> prepared = new ArrayList<>();
    for (LogState log : logs) {
      Optional<Head> head = head(log);
      if (head.isEmpty()) {
        continue;
      }
      try {
        Optional<Prepared> ready = prepare(log, head.get());
        ready.ifPresent(prepared::add);
        if (ready.isEmpty()) {
          answer(log, Optional.empty());
        }
      } catch (IOException e) {
        if (health.failed()) {
          throw e;
        }
        DamageException damage = DamageException.of(e);
        refuse(
            log, damage.verdict(), "what was written cannot be read back: " + damage.getMessage());
      }
    }
    if (!prepared.isEmpty()) {
      sign(prepared);
    }
  }

  /** Flushes. A write that fails is the store's failure; only damage is the log's own. */
  private Optional<Head> head(LogState log) throws IOException {
    if (log.refusal().isPresent()) {
      refuse(log, log.refusal().get().verdict(), "refused before");
      return Optional.empty();
    }
    log.awaitIntegrated(waitedFor(log));
    try {
      return Optional.of(
          log.withTail(tail -> {
            tail.flush();
            return new Head(tail.size(), tail.root(), log.asOf(clock, tail.size()));
          }));
    } catch (DamageException e) {
      refuse(log, e.verdict(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void sign(List<Prepared> prepared) throws IOException {
    try {
      List<SignedCheckpoint> signed =
          signer.sign(prepared.stream().map(Prepared::request).toList());
      for (int i = 0; i < prepared.size(); i++) {
        release(prepared.get(i), signed.get(i));
      }
    } catch (SignerException e) {
      if (prepared.size() == 1) {
        refuse(prepared.getFirst().log(), e.verdict(), String.valueOf(e.getMessage()));
        return;
      }
      for (Prepared one : prepared) {
        sign(List.of(one));
      }
    }
  }

  private void release(Prepared prepared, SignedCheckpoint signed) throws IOException {
    LogState log = prepared.log();
    storage.write(log.checkpointPath(), signed.encode());
    log.verified(prepared.verified());
    log.published(signed);
    if (!log.isRoot()) {
      root.accept(signed);
    }
    answer(log, Optional.of(signed));
  }

  private void answer(LogState log, Optional<SignedCheckpoint> signed) {
    List<Waiter> due = new ArrayList<>();
    Optional<SignedCheckpoint> latest = signed.or(log::checkpoint);
    lock.lock();
    try {
      List<Waiter> waiting = waiters.getOrDefault(log, List.of());
      waiting.stream().filter(w -> latest.isPresent() && covers(latest.get(), w)).forEach(due::add);
      if (due.size() == waiting.size()) {
        waiters.remove(log);
      } else {
        waiting.removeAll(due);
      }
    } finally {
      lock.unlock();
    }
    due.forEach(w -> w.future().complete(latest.orElseThrow()));
  }

  private static boolean covers(SignedCheckpoint signed, Waiter waiter) {
    return signed.checkpoint().size() >= waiter.minSize();
  }

  private void refuse(LogState log, Verdict verdict, String detail) {
    log.refuse(verdict, detail);
    List<Waiter> failed;
    lock.lock();
    try {
      failed = waiters.remove(log);
    } finally {
      lock.unlock();
    }
    if (failed != null) {
      failed.forEach(w -> log.refusal().ifPresent(w.future()::completeExceptionally));
    }
  }

  /**
   * Reads back, hashes again, and asks for no more than came out twice; empty if nothing is new.
   */
  private Optional<Prepared> prepare(LogState log, Head head) throws IOException {
    Optional<SignedCheckpoint> before = log.checkpoint();
    if (before.isPresent() && before.get().checkpoint().size() == head.size()) {
      return Optional.empty();
    }
    CompactRange verified = ReadBack.extend(log.verified(), log.tiles(), head.size(), head.root());
    Optional<SignedState> last = signer.lastSigned(log.origin());
    long from = last.map(SignedState::size).orElse(0L);
    ConsistencyProof proof =
        from > head.size()
            ? new ConsistencyProof(from, head.size(), List.of())
            : ProofBuilder.consistency(log.nodes(head.size()), from, head.size());
    return Optional.of(
        new Prepared(
            log,
            new SignRequest(log.origin(), head.size(), head.root(), proof, head.asOf()),
            verified));
  }

  private long waitedFor(LogState log) {
    lock.lock();
    try {
      return waiters.getOrDefault(log, List.of()).stream()
          .mapToLong(Waiter::minSize)
          .max()
          .orElse(0);
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing waits for its interval. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is unpublished and nothing is being published. */
  boolean isIdle() {
    lock.lock();
    try {
      return dirtySince.isEmpty() && waiters.isEmpty() && publishing.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
