package dev.intact.log;

import dev.intact.log.index.IdFilter;
import dev.intact.log.index.IndexException;
import dev.intact.log.index.RecordIndex;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;

/**
 * Which ids are in the index, with a filter before it that answers for nearly every new id.
 *
 * <p>What was indexed before the start is read in the background; until that is done, and where it
 * fails, every id is looked up. Owned by the sequencer, but for {@link #load}.
 */
final class KnownIds {

  private final RecordIndex index;

  // owned by the sequencer: what it placed since the start
  private final IdFilter placed = new IdFilter();

  private volatile boolean stopped;

  // written once by the loader
  private volatile Optional<IdFilter> before = Optional.empty();

  KnownIds(RecordIndex index) {
    this.index = index;
  }

  /** Reads the ids that were indexed before any was placed; for a thread of its own. */
  void load() {
    try {
      IdFilter filter = new IdFilter();
      index.forEachId((log, id) -> {
        if (stopped) {
          throw new CancellationException();
        }
        filter.add(IdFilter.hash(log, id));
      });
      before = Optional.of(filter);
    } catch (CancellationException e) {
      return; // the store is being closed
    } catch (IndexException e) {
      System.getLogger(KnownIds.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "the ids of the index cannot be read; every new id is looked up",
              e);
    }
  }

  /** Ends {@link #load}. */
  void stop() {
    stopped = true;
  }

  void placed(String log, String id) {
    placed.add(IdFilter.hash(log, id));
  }

  /** Where the index has the id. */
  OptionalLong find(String log, String id) throws IndexException {
    Optional<IdFilter> loaded = before;
    if (loaded.isPresent()) {
      long hash = IdFilter.hash(log, id);
      if (!placed.mayContain(hash) && !loaded.get().mayContain(hash)) {
        return OptionalLong.empty();
      }
    }
    return index.find(log, id);
  }
}
