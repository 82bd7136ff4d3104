package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.log.index.IndexException;
import dev.intact.log.index.IndexRow;
import dev.intact.log.index.RecordIndex;
import dev.intact.log.sign.SignedState;
import dev.intact.log.sign.Signer;
import dev.intact.log.storage.Storage;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Takes a log up again after the journal was replayed: compares it with what the signer remembers,
 * and brings the index up to it.
 */
final class Resumption {

  private static final int INDEX_CHUNK = 4096;

  private final LogStoreConfig config;
  private final Storage storage;
  private final Signer signer;
  private final RecordIndex index;
  private final LongConsumer progress;

  Resumption(
      LogStoreConfig config,
      Storage storage,
      Signer signer,
      RecordIndex index,
      LongConsumer progress) {
    this.config = config;
    this.storage = storage;
    this.signer = signer;
    this.index = index;
    this.progress = progress;
  }

  /**
   * Brings one log from what was replayed to what it must be before it takes records.
   *
   * @return whether it has records that no checkpoint covers
   */
  boolean resume(LogState log) throws IOException, LogException {
    log.settleFiles();
    resumeTime(log);
    Optional<SignedState> signed = signer.lastSigned(log.origin());
    if (signed.isPresent() && log.size() < signed.get().size()) {
      log.refuse(
          Verdict.ROLLED_BACK,
          "the store has "
              + log.size()
              + " entries, a checkpoint of "
              + signed.get().size()
              + " was signed");
    }
    Optional<byte[]> checkpoint = storage.read(log.checkpointPath());
    if (checkpoint.isPresent() && log.refusal().isEmpty()) {
      resumeCheckpoint(log, checkpoint.get());
    }
    catchUp(log);
    return log.size() > log.checkpoint().map(c -> c.checkpoint().size()).orElse(0L);
  }

  private void resumeTime(LogState log) {
    try {
      log.resumeTime(config.keys());
    } catch (IOException e) {
      log.refuse(DamageException.of(e));
    }
  }

  /**
   * A checkpoint at rest counts only if it says what the signer remembers; else a new one is
   * published.
   */
  private void resumeCheckpoint(LogState log, byte[] bytes) {
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(bytes);
      Optional<SignedState> last = signer.lastSigned(log.origin());
      boolean same =
          last.isPresent()
              && signed.checkpoint().size() == last.get().size()
              && signed.checkpoint().root().equals(last.get().root());
      if (same) {
        signed.verify(signer.verifierKeys(log.origin()));
        log.published(signed);
      }
    } catch (NoteException e) {
      System.getLogger(Resumption.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "checkpoint of {0} is replaced: {1}",
              log.origin(),
              e.getMessage());
    }
  }

  private void catchUp(LogState log) throws IOException, LogException {
    if (index.appliedSize(log.name()) > log.size()) {
      if (log.isBlocked()) {
        return; // it has seen what the damaged files do not show
      }
      throw new IndexAheadException(log.name(), index.appliedSize(log.name()), log.size());
    }
    List<IndexRow> rows = new ArrayList<>();
    try {
      log.scan(
          index.appliedSize(log.name()),
          log.size(),
          (at, entry) -> {
            rows.add(row(log, at, entry));
            if (log.isRoot()) {
              RootEntries.record(index, at, entry);
            }
            if (rows.size() == INDEX_CHUNK) {
              apply(rows);
            }
          });
    } catch (IndexException e) {
      throw e;
    } catch (IOException e) {
      log.refuse(DamageException.of(e)); // the index ends before it
    }
    apply(rows);
  }

  private IndexRow row(LogState log, long at, byte[] entry) {
    return new IndexRow(
        log.name(), at, log.isRoot() ? RootEntries.keys(entry) : config.keys().keys(entry));
  }

  private void apply(List<IndexRow> rows) throws IndexException {
    index.apply(rows);
    progress.accept(rows.size());
    rows.clear();
  }
}
