package dev.intact.log;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.index.IdFilter;
import dev.intact.log.index.IndexRow;
import dev.intact.log.index.IndexRows;
import dev.intact.log.index.KeyExtractor;
import dev.intact.log.index.RecordIndex;
import dev.intact.log.index.RecordKeys;
import dev.intact.log.sign.SignedState;
import dev.intact.log.sign.Signer;
import dev.intact.note.Checkpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/**
 * Holds the index against a log: whoever takes a row out of it could post its id a second time. The
 * records are proven against what the signer remembers; a row that says something else than its
 * record, or is not there, is written anew from the record, never the other way round.
 */
final class IndexCheck {

  private static final int CHUNK = 4096;

  private final RecordIndex index;
  private final KeyExtractor keys;
  private final Signer signer;
  private final IdFilter ids;
  private volatile boolean stopped;

  /**
   * A check.
   *
   * @param ids takes the id of every record that was looked at
   */
  IndexCheck(RecordIndex index, KeyExtractor keys, Signer signer, IdFilter ids) {
    this.index = index;
    this.keys = keys;
    this.signer = signer;
    this.ids = ids;
  }

  /** Has {@link #run} end with a {@link CancellationException}. */
  void stop() {
    stopped = true;
  }

  private static final class Differences {
    private long count;
    private long first;
  }

  /**
   * Checks a log, and repairs what the index says of it.
   *
   * @return what was wrong with the index
   * @throws LogException if the log itself is not what was signed: then nothing is repaired
   */
  Optional<Finding> run(Log log) throws IOException, LogException, InterruptedException {
    Checkpoint published;
    try {
      published = log.publish().get().checkpoint();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException known) {
        throw known;
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    }
    SignedState signed =
        signer.lastSigned(log.origin()).orElse(new SignedState(published.size(), published.root()));
    Checkpoint head = new Checkpoint(log.origin(), signed.size(), signed.root(), List.of());
    long size = Math.min(head.size(), index.appliedSize(log.name()));
    Differences differences = new Differences();
    try (IndexRows rows = index.rows(log.name(), size)) {
      new ProvenEntries(log.tiles(), head)
          .scan(0, size, (at, entry) -> compare(log.name(), at, entry, rows, differences));
    }
    if (differences.count == 0) {
      return Optional.empty();
    }
    repair(log, head, size);
    return Optional.of(
        Finding.of(
                Verdict.VIEW_TAMPERED,
                log.origin(),
                "the index said something else of "
                    + differences.count
                    + " records, or nothing; it was written anew from the log")
            .at(differences.first));
  }

  private void compare(String log, long at, byte[] entry, IndexRows rows, Differences differences)
      throws IOException {
    if (stopped) {
      throw new CancellationException("the store closes");
    }
    RecordKeys said = keys.keys(entry);
    said.id().ifPresent(id -> ids.add(IdFilter.hash(log, id)));
    if (!rows.agrees(at, said)) {
      differences.first = differences.count == 0 ? at : differences.first;
      differences.count++;
    }
  }

  private void repair(Log log, Checkpoint head, long size) throws IOException, LogException {
    List<IndexRow> rows = new ArrayList<>();
    new ProvenEntries(log.tiles(), head)
        .scan(
            0,
            size,
            (at, entry) -> {
              rows.add(new IndexRow(log.name(), at, keys.keys(entry)));
              if (rows.size() == CHUNK) {
                index.repair(rows);
                rows.clear();
              }
            });
    index.repair(rows);
  }
}
