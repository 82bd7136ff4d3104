package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.bundle.ExportHeader;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.key.VerifierKey;
import dev.intact.log.Appended;
import dev.intact.log.IdConflictException;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogStore;
import dev.intact.log.OverloadedException;
import dev.intact.log.ProvenEntries;
import dev.intact.log.RecordDraft;
import dev.intact.log.RecordIds;
import dev.intact.note.SignedCheckpoint;
import dev.intact.note.TlogProof;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * One audit trail: a log of canonical JSON records with its own origin, and the access log beside
 * it. Thread-safe. There is no update and no delete.
 */
public final class AuditTrail {

  private final LogStore store;
  private final Log log;
  private final CheckpointHistory history;
  private final InstantSource clock;
  private final RecordIds ids;
  private final AuditSettings settings;

  AuditTrail(
      LogStore store,
      Log log,
      CheckpointHistory history,
      InstantSource clock,
      RecordIds ids,
      AuditSettings settings) {
    this.store = store;
    this.log = log;
    this.history = history;
    this.clock = clock;
    this.ids = ids;
    this.settings = settings;
  }

  /**
   * The trail's name.
   *
   * @return its id in records and paths
   */
  public String name() {
    return log.name();
  }

  /**
   * The log underneath.
   *
   * @return for checkpoints, tiles and keys
   */
  public Log log() {
    return log;
  }

  /**
   * Appends records, all or none of them valid; durable when this returns.
   *
   * @param records JSON objects in UTF-8
   * @param createdBy who sends them, as {@code integrity.created_by}
   * @return a receipt a record, in order
   * @throws AuditException if one is invalid (then none is written), an id has other contents, or
   *     the queue is full
   */
  public List<RecordReceipt> append(List<byte[]> records, String createdBy) throws AuditException {
    return take(new Preparation(name(), clock, ids).drafts(records, createdBy), createdBy);
  }

  List<RecordReceipt> take(List<RecordDraft> drafts, String createdBy) throws AuditException {
    try {
      List<CompletableFuture<Appended>> futures = log.appendAll(drafts);
      List<RecordReceipt> receipts = new ArrayList<>(futures.size());
      for (int i = 0; i < futures.size(); i++) {
        receipts.add(new RecordReceipt(drafts.get(i).auditId(), Futures.await(futures.get(i))));
      }
      return receipts;
    } catch (OverloadedException e) {
      throw new AuditException(Kind.OVERLOADED, String.valueOf(e.getMessage()), e);
    } catch (IdConflictException e) {
      access("conflict", createdBy, e.existingIndex(), e.existingIndex() + 1, JsonObject.empty());
      throw new AuditException(Kind.CONFLICT, String.valueOf(e.getMessage()), e);
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  private void access(String action, String actor, long begin, long end, JsonObject detail)
      throws AuditException {
    try {
      accessLog().record(action, actor, begin, end, detail);
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  private AccessLog accessLog() {
    return new AccessLog(store, store.openOrCreate(name() + AccessLog.SUFFIX), ids);
  }

  /**
   * Lists records, at most about 4 MiB of them at once.
   *
   * @param query which
   * @param actor who asks; recorded
   * @return the first of them
   * @throws AuditException if it cannot be answered
   */
  public RecordPage list(RecordQuery query, String actor) throws AuditException {
    requireOrder(query.start(), query.end());
    try {
      RecordPage page = reader().page(query);
      List<StoredRecord> records = page.records();
      if (!records.isEmpty()) {
        access(
            "list",
            actor,
            records.getFirst().index(),
            records.getLast().index() + 1,
            JsonObject.empty());
      }
      return page;
    } catch (IOException | LogException e) {
      throw AuditException.of(e);
    }
  }

  private static void requireOrder(Optional<Instant> start, Optional<Instant> end)
      throws AuditException {
    if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
      throw new AuditException(
          Kind.INVALID,
          "the start, "
              + RecordTime.format(start.get())
              + ", lies behind the end, "
              + RecordTime.format(end.get()));
    }
  }

  /**
   * One record.
   *
   * @param auditId its id
   * @param actor who asks; recorded
   * @return the record as stored
   * @throws AuditException if there is none
   */
  public StoredRecord show(String auditId, String actor) throws AuditException {
    long index = find(auditId);
    access("read", actor, index, index + 1, JsonObject.empty());
    try {
      return reader().record(auditId, index);
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  private TrailReader reader() {
    return new TrailReader(store, log);
  }

  private long find(String auditId) throws AuditException {
    try {
      return reader().find(auditId);
    } catch (IOException e) {
      throw AuditException.of(e);
    }
  }

  /**
   * A proof of one record that stands alone; carries the record.
   *
   * @param auditId its id
   * @param actor who asks; recorded
   * @return a {@code .tlog-proof}
   * @throws AuditException if there is no such record or the trail is refused
   */
  public TlogProof prove(String auditId, String actor) throws AuditException {
    long index = find(auditId);
    access("prove", actor, index, index + 1, JsonObject.empty());
    try {
      SignedCheckpoint head = Futures.await(log.publish());
      byte[] record = reader().record(auditId, index).bytes();
      ProvenEntries proven = new ProvenEntries(log.tiles(), head.checkpoint());
      return new TlogProof(
          Optional.of(record), index, proven.inclusion(index).path(), head.encode());
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  /**
   * Verifies the trail, or a range of it by time of record.
   *
   * @param start not before, if given
   * @param end before, if given
   * @param actor who asks; recorded with the result
   * @return what was found
   * @throws AuditException if storage fails
   */
  public IntegrityReport verify(Optional<Instant> start, Optional<Instant> end, String actor)
      throws AuditException {
    return verify(start, end, actor, n -> {});
  }

  /**
   * Verifies the trail, or a range of it by time of record, and tells how far it is.
   *
   * @param start not before, if given
   * @param end before, if given
   * @param actor who asks; recorded with the result
   * @param progress told how many more records are done, from several threads
   * @return what was found
   * @throws AuditException if storage fails
   */
  public IntegrityReport verify(
      Optional<Instant> start, Optional<Instant> end, String actor, LongConsumer progress)
      throws AuditException {
    requireOrder(start, end);
    try {
      return recorded(verifier().verify(start, end, progress), actor);
    } catch (IOException | LogException e) {
      throw AuditException.of(e);
    }
  }

  /** Verifies the records [begin, end), as the scheduled checks do. */
  IntegrityReport check(long begin, long end, String actor) throws AuditException {
    return check(begin, end, List.of(), Optional.empty(), actor);
  }

  /** The same with parts of the access log, and a search over several checks. */
  IntegrityReport check(
      long begin, long end, List<Slice> access, Optional<DuplicateSearch> duplicates, String actor)
      throws AuditException {
    try {
      return recorded(verifier().verify(begin, end, access, duplicates), actor);
    } catch (IOException | LogException e) {
      throw AuditException.of(e);
    }
  }

  private TrailVerifier verifier() {
    return new TrailVerifier(store, log, history, clock, settings.late(name()));
  }

  /** How many records of the access log are acknowledged. */
  long accessSize() throws AuditException {
    try {
      String access = name() + AccessLog.SUFFIX;
      return store.exists(access) ? store.log(access).size() : 0;
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  private IntegrityReport recorded(IntegrityReport report, String actor) throws AuditException {
    JsonObject detail =
        JsonObject.builder()
            .put("verdict", report.verdict().name())
            .put("findings", report.findings().size())
            .put("checked", report.coverage().checked())
            .put("checkpoint_size", report.checkpointSize())
            .put("checkpoint_root", report.checkpointRoot())
            .build();
    try {
      access("verify", actor, report.begin(), report.end(), detail);
    } catch (AuditException e) {
      if (e.kind() != Kind.REFUSED) {
        throw e;
      }
      // The access log itself contradicts what was signed; that is among the findings already.
    }
    return report;
  }

  /**
   * Imports records of a trail in the older style, whose hash is SHA-256 over Python's {@code
   * json.dumps(record, sort_keys=True, default=str)}. Each original hash is verified and the
   * original bytes are kept; a hash that does not hold is recorded as such, never sealed over.
   * Repeating it adds nothing twice.
   *
   * @param lines one JSON object each, UTF-8; a blank one counts for the numbers alone
   * @param firstLine the number of the first in its file, from 1
   * @param actor who imports; recorded
   * @return what became of each
   * @throws AuditException if the queue is full or storage fails
   */
  public ImportReport importOlder(List<byte[]> lines, long firstLine, String actor)
      throws AuditException {
    try {
      return new OlderImport(log, accessLog(), clock.instant(), actor).run(lines, firstLine);
    } catch (LogException e) {
      throw AuditException.of(e);
    }
  }

  /**
   * Everything that was done with a record.
   *
   * @param auditId its id
   * @param actor who asks; recorded
   * @return oldest first; the record's own creation is the first, this question the last
   * @throws AuditException if there is no such record
   */
  public List<JsonObject> custody(String auditId, String actor) throws AuditException {
    long index = find(auditId);
    access("custody", actor, index, index + 1, JsonObject.empty());
    try {
      List<JsonObject> all = new ArrayList<>();
      all.add(created(reader().record(auditId, index)));
      all.addAll(accessLog().of(index));
      return all;
    } catch (IOException | LogException e) {
      throw AuditException.of(e);
    }
  }

  private static JsonObject created(StoredRecord record) {
    byte[] entry = record.bytes();
    long index = record.index();
    JsonObject.Builder created =
        JsonObject.builder().put("event_type", "created").put("begin", index).put("end", index + 1);
    dev.intact.json.CanonicalScanner.string(entry, "integrity", "created_by")
        .ifPresent(by -> created.put("actor", by));
    dev.intact.json.CanonicalScanner.string(entry, "integrity", "created_at")
        .ifPresent(at -> created.put("created_at", at));
    return created.build();
  }

  /**
   * Exports the records of a range by time of record, provably complete, with one record more on
   * either side.
   *
   * @param start not before, if given
   * @param end before, if given
   * @param out takes the file; not closed
   * @param actor who asks; recorded
   * @return how many records were asked for
   * @throws AuditException if it cannot be written
   */
  public long export(Optional<Instant> start, Optional<Instant> end, OutputStream out, String actor)
      throws AuditException {
    return export(start, end, List.of(), out, actor);
  }

  /**
   * The same, and the file shows that the log continues older ones: whoever kept a checkpoint of
   * one of these sizes can verify that.
   *
   * @param start not before, if given
   * @param end before, if given
   * @param consistencyFrom older sizes, at most {@link ExportHeader#MAX_CONSISTENCY}
   * @param out takes the file; not closed
   * @param actor who asks; recorded
   * @return how many records were asked for
   * @throws AuditException if it cannot be written, or the log is not as large as one of the sizes
   */
  public long export(
      Optional<Instant> start,
      Optional<Instant> end,
      List<Long> consistencyFrom,
      OutputStream out,
      String actor)
      throws AuditException {
    requireOrder(start, end);
    try {
      SignedCheckpoint head = Futures.await(log.publish());
      TrailExport export = TrailExport.of(log, head, start, end, consistencyFrom);
      DateRange range = export.range();
      access("export", actor, range.begin(), range.end(), JsonObject.empty());
      export.write(out);
      return range.selected();
    } catch (IOException | LogException e) {
      throw AuditException.of(e);
    }
  }

  /**
   * What the trail is and how far it is signed.
   *
   * @return origin, size, keys and the latest checkpoint
   */
  public JsonObject describe() {
    Optional<SignedCheckpoint> head = log.checkpoint();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("trail", name())
            .put("origin", log.origin())
            .put("size", log.size())
            .put(
                "vkeys",
                dev.intact.json.JsonArray.ofStrings(
                    log.verifierKeys().stream().map(VerifierKey::format).toList()));
    json.put(
        "retention",
        JsonObject.builder()
            .put("days", settings.retentionDays())
            .put("kept_since", RecordTime.format(settings.expirableBefore(clock.instant())))
            .build());
    head.ifPresent(h ->
        json.put("published_size", h.checkpoint().size())
            .put("root", h.checkpoint().root().hex())
            .put("checkpoint", new String(h.encode(), StandardCharsets.UTF_8)));
    return json.build();
  }

  /**
   * A record's JSON for people.
   *
   * @param record the record
   * @return indented, members in canonical order
   */
  public static String pretty(StoredRecord record) {
    try {
      return Json.pretty(Json.parse(record.bytes(), dev.intact.json.JsonLimits.STRICT));
    } catch (dev.intact.json.JsonException e) {
      return new String(record.bytes(), StandardCharsets.UTF_8);
    }
  }
}
