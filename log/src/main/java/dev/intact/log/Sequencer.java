package dev.intact.log;

import dev.intact.merkle.Hash;
import dev.intact.merkle.TreeHasher;
import dev.intact.tile.EntryBundle;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gives every record its index and its time, one after the other for all logs.
 *
 * <p>That needs no lock per log, keeps request order, and makes exactly-once simple: an id is
 * looked up among the records not yet indexed and in the index, and nothing can come between
 * look-up and placement.
 *
 * <p>Whoever submits sequences what is queued, also for others, if it is nobody's turn (flat
 * combining: Hendler, Incze, Shavit and Tzafrir, 2010): no thread need be woken on the way of a
 * record. What may have to wait for the disk, an id that the filter does not know to be new, and
 * what goes on for long, is left to a thread of its own: no caller waits for another's disk, and an
 * interrupted caller disturbs nobody.
 */
final class Sequencer implements Runnable {

  /** So many records in one turn are enough for a caller. */
  private static final int MOST_FOR_OTHERS = 512;

  /** So many are enough to hand to the committer, but never a part of what came together. */
  private static final int PASS_ON = 16;

  private final Queue<Submission> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();
  private final Semaphore left = new Semaphore(0);
  private final OpenBatch batch;
  private final KnownIds known;
  private final Admission admission;
  private final InstantSource clock;
  private final TreeHasher hasher = new TreeHasher();
  private final StoreHealth health;

  // guarded by turn: of the first submission, how much is done
  private final List<SealedRecord> sealed = new ArrayList<>();
  private int at;

  /** Whether the thread has to go on, and nobody else may. */
  private volatile boolean leftToThread;

  private volatile boolean closing;

  // written in turn: nothing is taken any more
  private volatile boolean ended;

  Sequencer(
      OpenBatch batch,
      KnownIds known,
      Admission admission,
      InstantSource clock,
      StoreHealth health) {
    this.batch = batch;
    this.known = known;
    this.admission = admission;
    this.clock = clock;
    this.health = health;
  }

  /** Takes drafts, and sequences them here and now unless somebody else does; never waits. */
  void submit(Submission submission) {
    queue.add(submission);
    sequenceInTurn();
  }

  /**
   * Takes drafts of a thread that gives way to others: while it had its turn, all would give way.
   */
  void leave(Submission submission) {
    queue.add(submission);
    left.release();
  }

  private void sequenceInTurn() {
    while (!queue.isEmpty() && !leftToThread && !turn.isHeldByCurrentThread() && turn.tryLock()) {
      try {
        if (!leftToThread) {
          sequence(ended ? Integer.MAX_VALUE : MOST_FOR_OTHERS, ended);
        }
      } finally {
        turn.unlock();
      }
    }
  }

  /** Sequences what is queued, then closes the batch behind it. */
  void close() {
    closing = true;
    left.release();
  }

  /** Goes on with what callers leave. */
  @Override
  public void run() {
    try {
      while (!ended) {
        left.acquire();
        goOn();
        sequenceInTurn(); // what came just before the turn was free again
      }
    } catch (InterruptedException e) {
      health.fail(e);
      goOn();
    }
  }

  private void goOn() {
    turn.lock();
    try {
      boolean last = closing || health.failed();
      sequence(Integer.MAX_VALUE, true);
      leftToThread = false;
      if (last) {
        batch.close();
        ended = true;
      }
    } finally {
      turn.unlock();
    }
  }

  /** Call in turn. Leaves the rest to the thread where that may wait and the caller may not. */
  private void sequence(int most, boolean mayWait) {
    try {
      int done = 0;
      for (Submission next = queue.peek(); next != null; next = queue.peek()) {
        for (; at < next.drafts().size(); at++, done++) {
          Before before = before(next.log(), next.drafts().get(at));
          if (done == most || (before instanceof Perhaps && !mayWait)) {
            leftToThread = true;
            left.release();
            return;
          }
          sequence(next, before);
        }
        at = 0;
        queue.remove();
        if (sealed.size() >= PASS_ON) {
          passOn();
        }
      }
    } catch (RuntimeException | Error e) {
      health.fail(e);
      batch.close();
      queue.forEach(s -> s.futures().forEach(f -> f.completeExceptionally(health.failure())));
      throw e;
    } finally {
      if (at == 0) {
        passOn();
      }
    }
  }

  private void passOn() {
    if (!sealed.isEmpty() && !batch.add(sealed)) {
      sealed.forEach(r -> r.future.completeExceptionally(health.failure()));
    }
    sealed.clear();
  }

  /** What is known of a draft's id without the disk. */
  private sealed interface Before {}

  private record New() implements Before {}

  private record Pending(SealedRecord first) implements Before {}

  private record Perhaps(String id) implements Before {}

  private static final New NEW = new New();

  private Before before(LogState log, Draft draft) {
    Optional<String> id = draft.id();
    if (id.isEmpty()) {
      return NEW;
    }
    Optional<SealedRecord> pending = log.unindexed(id.get());
    if (pending.isPresent()) {
      return new Pending(pending.get());
    }
    return draft.freshId() || !known.mayHave(log.name(), id.get()) ? NEW : new Perhaps(id.get());
  }

  private void sequence(Submission submission, Before before) {
    Draft draft = submission.drafts().get(at);
    CompletableFuture<Appended> future = submission.futures().get(at);
    int admitted = draft.sizeHint();
    try {
      Optional<SealedRecord> placed = place(submission.log(), draft, before, future, admitted);
      if (placed.isPresent()) {
        sealed.add(placed.get());
      } else {
        admission.release(1, admitted);
      }
    } catch (LogException | IOException | RuntimeException e) {
      admission.release(1, admitted);
      future.completeExceptionally(e);
    }
  }

  /**
   * The placed record, or empty if the id was there already and the future is answered from there.
   */
  private Optional<SealedRecord> place(
      LogState log, Draft draft, Before before, CompletableFuture<Appended> future, int admitted)
      throws LogException, IOException {
    if (ended || health.failed()) {
      throw health.failure();
    }
    log.refuseIfContradicted();
    if (answeredBefore(log, draft, before, future)) {
      return Optional.empty();
    }
    log.reserve();
    try {
      return Optional.of(seal(log, draft, future, admitted));
    } finally {
      log.settle();
    }
  }

  private SealedRecord seal(
      LogState log, Draft draft, CompletableFuture<Appended> future, int admitted)
      throws LogRangeException {
    Instant now = log.stamp(clock.instant().truncatedTo(ChronoUnit.MICROS));
    long index = log.nextIndex();
    byte[] bytes = draft.seal(index, now);
    if (bytes.length > EntryBundle.MAX_ENTRY) {
      throw new LogRangeException(
          "the sealed record has "
              + bytes.length
              + " bytes; an entry has at most "
              + EntryBundle.MAX_ENTRY);
    }
    Hash leaf = hasher.leaf(bytes);
    Appended answer = new Appended(index, leaf, now, false);
    SealedRecord record =
        new SealedRecord(
            log, index, bytes, leaf, draft.id(), draft.keys(now), future, answer, admitted);
    log.placed(record);
    record.id.ifPresent(i -> known.placed(log.name(), i));
    return record;
  }

  private boolean answeredBefore(
      LogState log, Draft draft, Before before, CompletableFuture<Appended> future)
      throws LogException, IOException {
    return switch (before) {
      case New n -> false;
      case Pending pending -> {
        answerWith(pending.first(), log, draft, future);
        yield true;
      }
      case Perhaps perhaps -> {
        OptionalLong found = known.find(log.name(), perhaps.id());
        if (found.isPresent()) {
          answerFrom(found.getAsLong(), perhaps.id(), log, draft, future);
        }
        yield found.isPresent();
      }
    };
  }

  private static void answerWith(
      SealedRecord first, LogState log, Draft draft, CompletableFuture<Appended> future)
      throws IdConflictException {
    if (!draft.sameAs(first.bytes)) {
      throw new IdConflictException(log.name(), draft.id().orElse(""), first.index);
    }
    first.future.whenComplete((appended, failure) -> {
      if (failure != null) {
        future.completeExceptionally(failure);
      } else {
        future.complete(again(first.answer));
      }
    });
  }

  private void answerFrom(
      long index, String id, LogState log, Draft draft, CompletableFuture<Appended> future)
      throws LogException, IOException {
    byte[] stored = log.entry(index);
    if (!draft.sameAs(stored)) {
      throw new IdConflictException(log.name(), id, index);
    }
    future.complete(new Appended(index, hasher.leaf(stored), log.createdAt(stored), true));
  }

  private static Appended again(Appended first) {
    return new Appended(first.index(), first.leafHash(), first.createdAt(), true);
  }
}
