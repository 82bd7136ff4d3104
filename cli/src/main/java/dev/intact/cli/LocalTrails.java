package dev.intact.cli;

import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.audit.IntegrityReport;
import dev.intact.audit.RecordPage;
import dev.intact.audit.RecordQuery;
import dev.intact.audit.RecordReceipt;
import dev.intact.audit.SecurityLog;
import dev.intact.audit.StoredRecord;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.log.LogStore;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The trails of a data directory that this process has to itself. */
final class LocalTrails implements Trails {

  private final LogStore store;
  private final AuditService audit;
  private final SecurityLog security;
  private final String actor;

  /**
   * Trails of a store.
   *
   * @param store is closed with this
   * @param audit on the store
   * @param security on the store
   * @param actor who, as the chain of custody names him
   */
  LocalTrails(LogStore store, AuditService audit, SecurityLog security, String actor) {
    this.store = store;
    this.audit = audit;
    this.security = security;
    this.actor = actor;
  }

  @Override
  public List<String> names() {
    return List.copyOf(audit.trails());
  }

  @Override
  public JsonObject describe(String trail) throws Exception {
    return audit.trail(trail).describe();
  }

  @Override
  public List<JsonObject> append(String trail, List<byte[]> records) throws Exception {
    return audit.append(trail, records, actor).stream().map(RecordReceipt::toJson).toList();
  }

  @Override
  public JsonObject importOlder(String trail, List<byte[]> lines, long firstLine) throws Exception {
    return audit.openOrCreate(trail).importOlder(lines, firstLine, actor).toJson();
  }

  @Override
  public Page list(String trail, Query query) throws Exception {
    RecordPage page =
        audit
            .trail(trail)
            .list(
                new RecordQuery(
                    query.start(), query.end(), false, query.type(), query.after(), query.limit()),
                actor);
    List<StoredRecord> records = page.records();
    return new Page(
        records.stream().map(StoredRecord::toJson).toList(),
        page.more() ? Optional.of(records.getLast().index()) : Optional.empty());
  }

  @Override
  public byte[] show(String trail, String auditId) throws Exception {
    return audit.trail(trail).show(auditId, actor).bytes();
  }

  @Override
  public JsonObject verify(
      String trail, Optional<Instant> start, Optional<Instant> end, Progress progress)
      throws Exception {
    AuditTrail of = audit.trail(trail);
    if (start.isEmpty() && end.isEmpty()) {
      progress.total(of.log().size());
    }
    return of.verify(start, end, actor, progress::add).toJson();
  }

  @Override
  public JsonObject verifyOwn() throws Exception {
    List<JsonValue> logs = new ArrayList<>();
    for (IntegrityReport report : audit.ownLogs(security).check(actor)) {
      logs.add(report.toJson());
    }
    return JsonObject.builder().put("logs", new JsonArray(logs)).build();
  }

  @Override
  public byte[] prove(String trail, String auditId) throws Exception {
    return audit.trail(trail).prove(auditId, actor).encode();
  }

  @Override
  public void export(
      String trail,
      Optional<Instant> start,
      Optional<Instant> end,
      List<Long> older,
      OutputStream out)
      throws Exception {
    long unused = audit.trail(trail).export(start, end, older, out, actor);
  }

  @Override
  public List<JsonObject> custody(String trail, String auditId) throws Exception {
    return audit.trail(trail).custody(auditId, actor);
  }

  @Override
  public void close() {
    store.close();
  }
}
