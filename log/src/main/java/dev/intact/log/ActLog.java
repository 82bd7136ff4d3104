package dev.intact.log;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A log of the installation's own acts, in the record format of trails: what a part of the program
 * did or was told, from which it builds its state again at the next start. Thread-safe.
 */
public final class ActLog {

  /** Sees the acts of a log one after the other. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Takes one act.
     *
     * @param index its index in the log
     * @param act the record, with {@code event_type} and {@code integrity}
     * @throws IOException if it makes no sense; the message says why
     */
    void act(long index, JsonObject act) throws IOException;
  }

  private final LogStore store;
  private final String name;
  private final RecordIds ids;

  /**
   * The acts under a name.
   *
   * @param store where they are kept
   * @param name the log's name; it exists from its first act on
   * @param clock the time of ids
   * @param random for ids, cryptographically strong
   */
  public ActLog(LogStore store, String name, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.name = name;
    this.ids = new RecordIds(clock, random);
  }

  /**
   * Records an act; durable when this returns.
   *
   * @param eventType what kind of act
   * @param actor who
   * @param members the rest of the record; it has neither {@code audit_id} nor {@code integrity}
   * @return where it stands
   * @throws LogException if it cannot be recorded
   * @throws InterruptedException if the thread was interrupted; the act may be recorded or not
   */
  public Appended record(String eventType, String actor, JsonObject members)
      throws LogException, InterruptedException {
    JsonObject act =
        members.toBuilder()
            .put("audit_id", ids.next())
            .put("event_type", eventType)
            .put("actor", actor)
            .build();
    return LogFutures.await(
        store.openOrCreate(name).append(RecordDraft.of(act, true, List.of(), "intact")));
  }

  /**
   * How many acts there are.
   *
   * @return the index of the next
   * @throws LogException if the log is there and cannot be opened
   */
  public long size() throws LogException {
    return store.exists(name) ? store.log(name).size() : 0;
  }

  /**
   * Sees every act from one on, oldest first, proven against what the signer remembers. Reads the
   * log from there to its end.
   *
   * @param from the index of the first
   * @param visitor sees each
   * @throws TamperedException if the log is not what was signed
   * @throws LogException if that could not be established
   * @throws IOException if storage fails or an act makes no sense
   * @throws InterruptedException if the thread was interrupted
   */
  public void replay(long from, Visitor visitor)
      throws LogException, IOException, InterruptedException {
    if (!store.exists(name)) {
      return;
    }
    Log log = store.log(name);
    long size = log.size();
    if (size > from) {
      LogFutures.await(ProvenEntries.signed(store, log, size))
          .scan(from, size, (index, entry) -> visitor.act(index, parse(index, entry)));
    }
  }

  /**
   * One act, proven as in {@link #replay}.
   *
   * @param index where it stands
   * @return the record
   * @throws LogException if it is not what was signed
   * @throws IOException if it is no record
   * @throws InterruptedException if the thread was interrupted
   */
  public JsonObject read(long index) throws LogException, IOException, InterruptedException {
    return parse(
        index,
        LogFutures.await(ProvenEntries.signed(store, store.log(name), index + 1)).entry(index));
  }

  private JsonObject parse(long index, byte[] entry) throws IOException {
    try {
      if (Json.parse(entry, JsonLimits.STRICT) instanceof JsonObject act) {
        return act;
      }
      throw new IOException(name + " holds something at " + index + " that is no record");
    } catch (JsonException e) {
      throw new IOException(name + " holds something at " + index + " that is no record", e);
    }
  }
}
