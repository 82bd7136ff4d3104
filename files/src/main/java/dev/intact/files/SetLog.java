package dev.intact.files;

import dev.intact.json.CanonicalScanner;
import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.Appended;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogFutures;
import dev.intact.log.LogStore;
import dev.intact.log.ProvenEntries;
import dev.intact.log.RecordDraft;
import dev.intact.log.RecordIds;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The log of one set: runs of states, and the acts that name them. An act says where the acts
 * before it stand, so that the baseline in force is found from the end without an index that could
 * be tampered with.
 */
final class SetLog {

  static final String BEGUN = "file_begun";
  static final String BASELINE = "file_baseline";
  static final String ACCEPT = "file_accept";
  static final String CHECK = "file_check";
  static final String ANNOUNCE = "file_announce";
  static final String WINDOW = "file_window";
  static final String USE = "file_use";
  static final String WATCH = "file_watch";
  static final String COMPARE = "file_compare";

  private static final String LAST = "last";
  private static final Set<String> STATES = Set.of(BASELINE, ACCEPT, CHECK, WATCH);
  private static final Set<String> PIECES = Set.of(RunAppender.TYPE, FactsWriter.TYPE, Texts.TYPE);

  private final LogStore store;
  private final Log log;
  private final RecordIds ids;

  SetLog(LogStore store, Log log, RecordIds ids) {
    this.store = store;
    this.log = log;
    this.ids = ids;
  }

  /**
   * An act.
   *
   * @param index its place
   * @param record the act
   */
  record Act(long index, JsonObject record) {

    String type() throws IOException {
      return Members.string(record, "event_type");
    }

    /** When it was recorded, RFC 3339. */
    String time() throws IOException {
      return Members.string(Members.object(record, "integrity"), "created_at");
    }

    /** Where the states of files that have grown until then stand, if there are any. */
    Optional<RunRef> grown() throws IOException {
      Optional<JsonObject> grown = record.object("grown");
      return grown.isPresent() ? Optional.of(RunRef.of(grown.get())) : Optional.empty();
    }

    RunRef run() throws IOException {
      return RunRef.parse(record);
    }
  }

  /**
   * Where the last acts stand.
   *
   * @param baseline the one in force
   * @param accept the last acceptance since
   * @param check the last check
   * @param notice the last announcement, window, or use of an announcement
   * @param watch the last that was found between checks
   * @param begun a baseline that was begun and is not finished
   */
  record Heads(
      Optional<Long> baseline,
      Optional<Long> accept,
      Optional<Long> check,
      Optional<Long> notice,
      Optional<Long> watch,
      Optional<Long> begun) {

    static final Heads NONE =
        new Heads(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** As they are after an act. */
    Heads after(Act act) throws IOException {
      Optional<Long> at = Optional.of(act.index());
      return switch (act.type()) {
        case BEGUN -> new Heads(baseline, accept, check, notice, watch, at);
        case BASELINE -> new Heads(at, Optional.empty(), check, notice, watch, Optional.empty());
        case ACCEPT -> new Heads(baseline, at, check, notice, watch, begun);
        case CHECK -> new Heads(baseline, accept, at, notice, watch, begun);
        case COMPARE -> this;
        case ANNOUNCE, WINDOW, USE -> new Heads(baseline, accept, check, at, watch, begun);
        case WATCH -> new Heads(baseline, accept, check, notice, at, begun);
        default ->
            throw new IOException("record " + act.index() + " is of unknown type " + act.type());
      };
    }

    JsonObject toJson() {
      JsonObject.Builder json = JsonObject.builder();
      baseline.ifPresent(i -> json.put("baseline", i));
      accept.ifPresent(i -> json.put("accept", i));
      check.ifPresent(i -> json.put("check", i));
      notice.ifPresent(i -> json.put("notice", i));
      watch.ifPresent(i -> json.put("watch", i));
      begun.ifPresent(i -> json.put("begun", i));
      return json.build();
    }

    static Heads before(Act act) throws IOException {
      JsonObject last = Members.object(act.record(), LAST);
      return new Heads(
          last.integer("baseline"),
          last.integer("accept"),
          last.integer("check"),
          last.integer("notice"),
          last.integer("watch"),
          last.integer("begun"));
    }
  }

  /** A reader of all that is acknowledged by now, against what the signer remembers. */
  ProvenEntries proven() throws LogException, InterruptedException {
    return LogFutures.await(ProvenEntries.signed(store, log, log.size()));
  }

  boolean isEmpty() {
    return log.size() == 0;
  }

  /** Where the last acts stand, found from the end. */
  Heads heads(ProvenEntries proven) throws LogException, IOException {
    for (long at = proven.head().size() - 1; at >= 0; at--) {
      byte[] entry = proven.entry(at);
      if (!isPiece(entry)) {
        Act act = new Act(at, parse(at, entry));
        return Heads.before(act).after(act);
      }
    }
    return Heads.NONE;
  }

  Act act(ProvenEntries proven, long index) throws LogException, IOException {
    return new Act(index, parse(index, proven.entry(index)));
  }

  private JsonObject parse(long index, byte[] entry) throws IOException {
    try {
      if (Json.parse(entry, JsonLimits.STRICT) instanceof JsonObject record) {
        return record;
      }
    } catch (JsonException e) {
      throw new IOException(log.name() + " holds at " + index + " what is no record", e);
    }
    throw new IOException(log.name() + " holds at " + index + " what is no record");
  }

  RunAppender appender(String actor) {
    return new RunAppender(pieces(actor), Optional.empty());
  }

  /** Of a baseline that was begun by this act. */
  RunAppender appender(String actor, Act begun) {
    return new RunAppender(pieces(actor), Optional.of(begun.index()));
  }

  PieceAppender pieces(String actor) {
    return new PieceAppender(log, ids, actor);
  }

  /** Whether a record is no act, but holds pieces of what an act names. */
  private static boolean isPiece(byte[] entry) {
    return CanonicalScanner.string(entry, "event_type").map(PIECES::contains).orElse(false);
  }

  /** Appends an act; durable when this returns. */
  Act append(String type, String actor, Heads before, JsonObject.Builder members)
      throws LogException, InterruptedException {
    String id = ids.next();
    members
        .put("audit_id", id)
        .put("event_type", type)
        .put("actor", actor)
        .put(LAST, before.toJson());
    JsonObject record = members.build();
    Appended done = LogFutures.await(log.append(RecordDraft.of(record, true, List.of(), actor)));
    return new Act(done.index(), record);
  }

  /** Sees every act on states, oldest first; the time of record is in each. */
  void acts(ProvenEntries proven, Visitor visitor) throws LogException, IOException {
    for (long at = 0; at < proven.head().size(); at++) {
      byte[] entry = proven.entry(at);
      JsonObject record = parse(at, entry);
      if (record.string("event_type").map(STATES::contains).orElse(false)) {
        visitor.act(new Act(at, record));
      }
    }
  }

  /** Sees an act. */
  @FunctionalInterface
  interface Visitor {
    void act(Act act) throws LogException, IOException;
  }
}
