package dev.intact.log;

import dev.intact.log.journal.Batch;
import dev.intact.log.journal.BatchPosition;
import dev.intact.log.journal.Journal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The commit point: one write and one force for everything that has gathered, whatever logs it
 * belongs to. Callers are answered only behind the force. After a failed write or force nothing is
 * tried again and nothing is read back: the store stops.
 */
final class Committer implements Runnable {

  private final OpenBatch open;
  private final Journal journal;
  private final Integrator integrator;
  private final StoreHealth health;
  private final AtomicLong appended = new AtomicLong();
  private final AtomicLong batches = new AtomicLong();

  Committer(OpenBatch open, Journal journal, Integrator integrator, StoreHealth health) {
    this.open = open;
    this.journal = journal;
    this.integrator = integrator;
    this.health = health;
  }

  long appended() {
    return appended.get();
  }

  long batches() {
    return batches.get();
  }

  @Override
  public void run() {
    OpenBatch.Taken taken = new OpenBatch.Taken(List.of(), List.of());
    try {
      while (true) {
        taken = open.take();
        if (taken.created().isEmpty() && taken.records().isEmpty()) {
          return;
        }
        commit(taken);
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      health.fail(e);
      open.close();
      failAll(taken.records());
      drain();
    } finally {
      integrator.close();
    }
  }

  private void commit(OpenBatch.Taken taken) throws IOException {
    Batch batch = new Batch();
    for (LogState log : taken.created()) {
      batch.addLog(log.number(), log.name());
    }
    for (SealedRecord record : taken.records()) {
      batch.addRecord(record.log.number(), record.index, record.bytes);
    }
    BatchPosition position = journal.append(batch);
    batches.incrementAndGet();
    int entry = taken.created().size();
    for (SealedRecord record : taken.records()) {
      record.position(position.entry(entry++));
      record.log.acknowledged(record.index + 1);
    }
    appended.addAndGet(taken.records().size());
    for (SealedRecord record : taken.records()) {
      record.future.complete(record.answer);
    }
    integrator.accept(taken.records(), position.lsn());
  }

  private void failAll(List<SealedRecord> records) {
    records.forEach(r -> r.future.completeExceptionally(health.failure()));
  }

  private void drain() {
    try {
      OpenBatch.Taken rest = open.take();
      while (!rest.records().isEmpty() || !rest.created().isEmpty()) {
        failAll(rest.records());
        rest = open.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
