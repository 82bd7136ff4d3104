package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.CanonicalScanner;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogStore;
import dev.intact.log.ProvenEntries;
import dev.intact.log.index.IndexHit;
import dev.intact.log.index.IndexQuery;
import dev.intact.log.index.RecordKeys;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Reads records for an answer: each is proven against what the signer remembers, and the index is
 * believed in nothing that the record itself can say. A record that is not what was committed to is
 * refused, never given away as if it were good.
 */
final class TrailReader {

  private static final int MAX_INDEX_WAIT_MILLIS = 5000;
  private static final long MAX_PAGE_BYTES = 4L << 20;

  private final LogStore store;
  private final Log log;

  TrailReader(LogStore store, Log log) {
    this.store = store;
    this.log = log;
  }

  /** A reader of the first entries of a log, which are signed for it if they are not yet. */
  static ProvenEntries proven(LogStore store, Log log, long size)
      throws LogException, AuditException {
    return Futures.await(ProvenEntries.signed(store, log, size));
  }

  /** The record of an id at the place that the index says. */
  StoredRecord record(String auditId, long index) throws LogException, AuditException {
    byte[] entry = proven(store, log, index + 1).entry(index);
    Optional<String> id = CanonicalScanner.string(entry, "audit_id");
    if (!id.equals(Optional.of(auditId))) {
      throw indexTampered(index, auditId, "has the id " + id.orElse("of none"));
    }
    return new StoredRecord(index, entry);
  }

  RecordPage page(RecordQuery query) throws IOException, LogException, AuditException {
    boolean byIndex = query.byEventTime() || query.eventType().isPresent();
    return byIndex ? indexed(query) : recorded(query);
  }

  /** By time of record alone the log itself answers, and completely: no index is asked. */
  private RecordPage recorded(RecordQuery query) throws IOException, LogException, AuditException {
    long size = log.size();
    if (size == 0) {
      return new RecordPage(List.of(), false);
    }
    ProvenEntries proven = proven(store, log, size);
    long first =
        Math.max(
            query.afterIndex() + 1,
            query.start().isPresent()
                ? TimeSearch.firstAtOrAfter(proven::entry, size, query.start().get())
                : 0);
    long behind =
        query.end().isPresent()
            ? TimeSearch.firstAtOrAfter(proven::entry, size, query.end().get())
            : size;
    List<StoredRecord> records = new ArrayList<>();
    long bytes = 0;
    long at = first;
    while (at < behind && records.size() < query.limit() && bytes < MAX_PAGE_BYTES) {
      StoredRecord record = new StoredRecord(at, proven.entry(at));
      records.add(record);
      bytes += record.length();
      at++;
    }
    return new RecordPage(records, at < behind || records.size() == query.limit());
  }

  private RecordPage indexed(RecordQuery query) throws IOException, LogException, AuditException {
    awaitIndex();
    List<IndexHit> hits =
        store
            .index()
            .query(
                new IndexQuery(
                    log.name(),
                    query.byEventTime(),
                    micros(query.start()),
                    micros(query.end()),
                    query.eventType(),
                    query.afterIndex(),
                    query.limit()));
    List<StoredRecord> records = new ArrayList<>(hits.size());
    if (hits.isEmpty()) {
      return new RecordPage(records, false);
    }
    long size = log.size();
    ProvenEntries proven = proven(store, log, Math.min(size, hits.getLast().index() + 1));
    long bytes = 0;
    for (IndexHit hit : hits) {
      if (hit.index() >= size) {
        throw indexTampered(hit.index(), hit.id().orElse("without an id"), "is not there");
      }
      byte[] entry = proven.entry(hit.index());
      RecordKeys keys = AuditKeys.keys(entry);
      if (!keys.equals(
          new RecordKeys(hit.id(), hit.type(), hit.eventMicros(), hit.createdMicros()))) {
        throw indexTampered(hit.index(), hit.id().orElse("without an id"), "has other keys");
      }
      StoredRecord record = new StoredRecord(hit.index(), entry);
      records.add(record);
      bytes += record.length();
      if (bytes >= MAX_PAGE_BYTES) {
        break;
      }
    }
    return new RecordPage(records, records.size() < hits.size() || records.size() == query.limit());
  }

  private AuditException indexTampered(long index, String id, String instead) {
    return new AuditException(
        Finding.of(
                Verdict.VIEW_TAMPERED,
                log.origin(),
                "the index places record "
                    + id
                    + " at entry "
                    + index
                    + ", which "
                    + instead
                    + "; build it again with: intact index rebuild")
            .at(index));
  }

  private static OptionalLong micros(Optional<Instant> time) {
    return time.map(t -> OptionalLong.of(t.getEpochSecond() * 1_000_000L + t.getNano() / 1000))
        .orElse(OptionalLong.empty());
  }

  /** Where the index says that a record is. */
  long find(String auditId) throws IOException, AuditException {
    OptionalLong found = store.index().find(log.name(), auditId);
    if (found.isEmpty()) {
      awaitIndex();
      found = store.index().find(log.name(), auditId);
    }
    long index =
        found.orElseThrow(() ->
            new AuditException(
                Kind.NOT_FOUND, "trail " + log.name() + " has no record " + auditId));
    if (index < 0 || index >= log.size()) {
      throw indexTampered(index, auditId, "is not there");
    }
    return index;
  }

  /**
   * The index may lag milliseconds behind an acknowledgement: it is waited for, never answered
   * without.
   */
  private void awaitIndex() throws AuditException {
    long wanted = log.size();
    try {
      for (int i = 0; store.index().appliedSize(log.name()) < wanted; i++) {
        if (i == MAX_INDEX_WAIT_MILLIS) {
          throw new AuditException(
              Kind.OVERLOADED, "the index of trail " + log.name() + " lags behind; try again");
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditException(Kind.FAILED, "interrupted while waiting for the index", e);
    }
  }
}
