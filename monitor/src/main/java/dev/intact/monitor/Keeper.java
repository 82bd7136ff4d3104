package dev.intact.monitor;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonObject;
import dev.intact.log.ActLog;
import dev.intact.log.LogException;
import dev.intact.log.storage.Storage;
import dev.intact.monitor.deliver.Outbox;
import dev.intact.monitor.state.Acts;
import dev.intact.monitor.state.KeptState;
import dev.intact.monitor.state.MonitorState;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Keeps states in files beside the log. A file counts only if the act right behind the last that is
 * in it has its digest: that act is signed, the file is not. Without a file that counts every act
 * is read. Not thread-safe.
 */
final class Keeper {

  private static final System.Logger LOG = System.getLogger(Keeper.class.getName());
  private static final String DIRECTORY = "monitor";
  private static final Pattern NAME = Pattern.compile("state-(0|[1-9][0-9]{0,17})");
  private static final int MAX_BYTES = 256 << 20;

  private final Storage storage;
  private final ActLog acts;
  private final int every;
  private long next; // the index of the act of the state that was kept last, or was tried to be

  /**
   * Keeps nothing yet.
   *
   * @param storage where its files are
   * @param acts the log
   * @param every after so many acts a state is kept
   */
  Keeper(Storage storage, ActLog acts, int every) {
    this.storage = storage;
    this.acts = acts;
    this.every = every;
  }

  /**
   * Where a start begins.
   *
   * @param state what the acts below {@code next} have made
   * @param next the first act that is not in it
   * @param changed of a file that somebody has changed
   */
  record Start(MonitorState state, long next, Optional<Finding> changed) {}

  /** The newest state that counts; an empty one if there is none. */
  Start start(Supplier<Outbox> outbox) throws LogException, IOException, InterruptedException {
    Optional<Finding> changed = Optional.empty();
    for (long at : positions()) {
      Optional<String> digest = digest(at);
      if (digest.isEmpty()) {
        continue; // the process ended before its act was recorded
      }
      Optional<byte[]> bytes = storage.read(name(at), MAX_BYTES);
      if (bytes.isEmpty()) {
        continue;
      }
      String found = sha256(bytes.get());
      if (found.equals(digest.get())) {
        next = at;
        return new Start(KeptState.read(bytes.get(), at, outbox.get()), at, changed);
      }
      changed =
          Optional.of(
              Finding.of(
                      Verdict.VIEW_TAMPERED,
                      name(at),
                      "the state of monitoring was changed in its file; it was made anew from the"
                          + " log")
                  .comparing(digest.get(), found));
    }
    return new Start(new MonitorState(outbox.get()), 0, changed);
  }

  /** The newest first. */
  private List<Long> positions() throws IOException {
    return storage.list(DIRECTORY).stream()
        .map(NAME::matcher)
        .filter(m -> m.matches())
        .map(m -> Long.valueOf(m.group(1)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static String name(long at) {
    return DIRECTORY + "/state-" + at;
  }

  private Optional<String> digest(long at) throws LogException, IOException, InterruptedException {
    if (at >= acts.size()) {
      return Optional.empty();
    }
    JsonObject act = acts.read(at);
    return act.string("event_type").equals(Optional.of(Acts.KEPT))
        ? act.string("sha256")
        : Optional.empty();
  }

  /** Whether it is time, once an act was taken in. */
  boolean isDue(long index) {
    return index + 1 - next >= every;
  }

  /**
   * Writes a state down.
   *
   * @param state what all acts have made
   * @param at how many these are
   * @return the digest that is to be recorded now; empty if the state could not be kept, which
   *     costs the next start time and nothing else
   */
  Optional<String> keep(MonitorState state, long at) {
    next = at;
    byte[] bytes = KeptState.write(state, at);
    if (bytes.length > MAX_BYTES) {
      LOG.log(System.Logger.Level.WARNING, "the state of monitoring is too long to be kept");
      return Optional.empty();
    }
    try {
      storage.writeDurable(name(at), bytes);
      return Optional.of(sha256(bytes));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the state of monitoring could not be kept", e);
      return Optional.empty();
    }
  }

  /** The digest of the last is recorded: others are not needed any more. */
  void kept() {
    try {
      for (long at : positions()) {
        if (at != next) {
          storage.delete(name(at));
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "an older state of monitoring stays", e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
