package dev.intact.log;

import dev.intact.finding.Finding;
import dev.intact.log.index.IdFilter;
import dev.intact.log.index.IndexException;
import dev.intact.log.index.KeyExtractor;
import dev.intact.log.index.RecordIndex;
import dev.intact.log.sign.Signer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * Which ids are there, with a filter before the index that answers for nearly every new id.
 *
 * <p>What was there before the start is read in the background from the logs, and the index is held
 * against it and repaired ({@link IndexCheck}): an id whose row somebody took out while the store
 * was closed is known again when that is done. Until then, and where it fails, every id is looked
 * up in the index. Owned by whose turn it is in the sequencer, but for {@link #load} and {@link
 * #stop}.
 */
final class KnownIds {

  private static final System.Logger LOG = System.getLogger(KnownIds.class.getName());

  private final RecordIndex index;
  private final IdFilter loading = new IdFilter();
  private final IndexCheck check;
  private final CompletableFuture<List<Finding>> checked = new CompletableFuture<>();

  // owned by whose turn it is to sequence: what was placed since the start
  private final IdFilter placed = new IdFilter();

  // written once by the loader
  private volatile Optional<Before> before = Optional.empty();

  /** The ids of what was there at the start, but for those of some logs. */
  private record Before(IdFilter ids, Set<String> without) {

    boolean surelyHasNot(String log, long hash) {
      return !without.contains(log) && !ids.mayContain(hash);
    }
  }

  KnownIds(RecordIndex index, KeyExtractor keys, Signer signer) {
    this.index = index;
    this.check = new IndexCheck(index, keys, signer, loading);
  }

  /**
   * Reads the ids of the logs as they were at the start; for a thread of its own. Logs of the
   * program itself have ids that it makes up, which are never looked up.
   */
  void load(List<? extends Log> logs) {
    List<Finding> findings = new ArrayList<>();
    Set<String> without = new HashSet<>();
    try {
      for (Log log : logs) {
        if (!log.name().contains("~") && log.size() > 0) {
          load(log, findings, without);
        }
      }
      before = Optional.of(new Before(loading, without));
      checked.complete(findings);
    } catch (CancellationException e) {
      LOG.log(System.Logger.Level.DEBUG, "the index was not checked to its end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "the index was not checked to its end", e);
      throw e;
    } finally {
      checked.cancel(false); // no effect on what is complete
    }
  }

  private void load(Log log, List<Finding> findings, Set<String> without)
      throws InterruptedException {
    try {
      Optional<Finding> found = check.run(log);
      found.ifPresent(f -> LOG.log(System.Logger.Level.WARNING, f.toText()));
      found.ifPresent(findings::add);
    } catch (IOException | LogException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the index of log "
              + log.name()
              + " cannot be held against it; every new id is looked up: "
              + e.getMessage());
      without.add(log.name());
    }
  }

  /** Completes when the index was held against all logs, with what was wrong with it. */
  CompletableFuture<List<Finding>> checked() {
    return checked.copy();
  }

  void stop() {
    check.stop();
  }

  void placed(String log, String id) {
    placed.add(IdFilter.hash(log, id));
  }

  /** Whether it takes the index to tell if an id is there: false if it surely is not. */
  boolean mayHave(String log, String id) {
    Optional<Before> loaded = before;
    if (loaded.isEmpty()) {
      return true;
    }
    long hash = IdFilter.hash(log, id);
    return placed.mayContain(hash) || !loaded.get().surelyHasNot(log, hash);
  }

  /** Where the index has the id. */
  OptionalLong find(String log, String id) throws IndexException {
    return index.find(log, id);
  }
}
