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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Gives every record its index and its time, on one thread for all logs.
 *
 * <p>One thread needs no lock per log, keeps request order, and makes exactly-once simple: an id is
 * looked up among the records not yet indexed and in the index, and nothing can come between
 * look-up and placement.
 */
final class Sequencer implements Runnable {

  private static final int DRAIN = 256;

  private final BlockingQueue<Submission> queue = new LinkedBlockingQueue<>();
  private final OpenBatch batch;
  private final KnownIds known;
  private final Admission admission;
  private final InstantSource clock;
  private final TreeHasher hasher = new TreeHasher();
  private final StoreHealth health;
  private volatile boolean closing;

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

  void submit(Submission submission) {
    queue.add(submission);
  }

  /** Sequences what is queued, then closes the batch behind it. */
  void close(LogState any) {
    closing = true;
    queue.add(new Submission(any, List.of(), List.of())); // nothing in it; it only wakes the thread
  }

  @Override
  public void run() {
    List<Submission> drained = new ArrayList<>(DRAIN);
    try {
      while (!(closing && queue.isEmpty())) {
        drained.add(queue.take());
        queue.drainTo(drained, DRAIN - 1);
        List<SealedRecord> sealed = new ArrayList<>(drained.size());
        for (Submission submission : drained) {
          sequence(submission, sealed);
        }
        drained.clear();
        if (!sealed.isEmpty() && !batch.add(sealed)) {
          sealed.forEach(r -> r.future.completeExceptionally(health.failure()));
        }
      }
    } catch (InterruptedException e) {
      health.fail(e);
    } catch (RuntimeException | Error e) {
      health.fail(e);
      throw e;
    } finally {
      batch.close();
      queue.forEach(s -> s.futures().forEach(f -> f.completeExceptionally(health.failure())));
    }
  }

  private void sequence(Submission submission, List<SealedRecord> out) {
    LogState log = submission.log();
    for (int i = 0; i < submission.drafts().size(); i++) {
      Draft draft = submission.drafts().get(i);
      CompletableFuture<Appended> future = submission.futures().get(i);
      int admitted = draft.sizeHint();
      try {
        Optional<SealedRecord> sealed = place(log, draft, future, admitted);
        if (sealed.isPresent()) {
          out.add(sealed.get());
        } else {
          admission.release(1, admitted);
        }
      } catch (LogException | IOException | RuntimeException e) {
        admission.release(1, admitted);
        future.completeExceptionally(e);
      }
    }
  }

  /**
   * The placed record, or empty if the id was there already and the future is answered from there.
   */
  private Optional<SealedRecord> place(
      LogState log, Draft draft, CompletableFuture<Appended> future, int admitted)
      throws LogException, IOException {
    if (health.failed()) {
      throw health.failure();
    }
    log.refuseIfContradicted();
    Optional<String> id = draft.id();
    if (id.isPresent() && answeredBefore(log, draft, id.get(), future)) {
      return Optional.empty();
    }
    log.reserve();
    try {
      return Optional.of(seal(log, draft, id, future, admitted));
    } finally {
      log.settle();
    }
  }

  private SealedRecord seal(
      LogState log,
      Draft draft,
      Optional<String> id,
      CompletableFuture<Appended> future,
      int admitted)
      throws LogRangeException {
    Instant now = log.stamp(clock.instant().truncatedTo(ChronoUnit.MICROS));
    long at = log.nextIndex();
    byte[] bytes = draft.seal(at, now);
    if (bytes.length > EntryBundle.MAX_ENTRY) {
      throw new LogRangeException(
          "the sealed record has "
              + bytes.length
              + " bytes; an entry has at most "
              + EntryBundle.MAX_ENTRY);
    }
    Hash leaf = hasher.leaf(bytes);
    Appended answer = new Appended(at, leaf, now, false);
    SealedRecord record =
        new SealedRecord(log, at, bytes, leaf, id, draft.keys(now), future, answer, admitted);
    log.placed(record);
    id.ifPresent(i -> known.placed(log.name(), i));
    return record;
  }

  private boolean answeredBefore(
      LogState log, Draft draft, String id, CompletableFuture<Appended> future)
      throws LogException, IOException {
    Optional<SealedRecord> pending = log.unindexed(id);
    if (pending.isPresent()) {
      SealedRecord first = pending.get();
      if (!draft.sameAs(first.bytes)) {
        throw new IdConflictException(log.name(), id, first.index);
      }
      first.future.whenComplete((appended, failure) -> {
        if (failure != null) {
          future.completeExceptionally(failure);
        } else {
          future.complete(again(first.answer));
        }
      });
      return true;
    }
    if (draft.freshId()) {
      return false;
    }
    OptionalLong found = known.find(log.name(), id);
    if (found.isEmpty()) {
      return false;
    }
    long at = found.getAsLong();
    byte[] stored = log.entry(at);
    if (!draft.sameAs(stored)) {
      throw new IdConflictException(log.name(), id, at);
    }
    future.complete(new Appended(at, hasher.leaf(stored), log.createdAt(stored), true));
    return true;
  }

  private static Appended again(Appended first) {
    return new Appended(first.index(), first.leafHash(), first.createdAt(), true);
  }
}
