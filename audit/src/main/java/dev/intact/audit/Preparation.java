package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.json.CanonicalMembers;
import dev.intact.json.CanonicalMembers.Added;
import dev.intact.json.Json;
import dev.intact.json.JsonString;
import dev.intact.log.RecordDraft;
import dev.intact.log.RecordIds;
import dev.intact.record.RecordTime;
import dev.intact.tile.EntryBundle;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes drafts of what callers send, or refuses it. Needs no log: a trail comes to be only for
 * records that have passed here.
 *
 * @param trail the trail's name, whether it exists or not
 * @param clock the time of an event whose caller states none
 * @param ids for records that bring none
 */
record Preparation(String trail, InstantSource clock, RecordIds ids) {

  /** All of them, or the first reason why not; of several, with its number. */
  List<RecordDraft> drafts(List<byte[]> records, String createdBy) throws AuditException {
    List<RecordDraft> drafts = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      try {
        drafts.add(draft(records.get(i), createdBy));
      } catch (AuditException e) {
        throw records.size() == 1
            ? e
            : new AuditException(e.kind(), "record " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return drafts;
  }

  private RecordDraft draft(byte[] json, String createdBy) throws AuditException {
    CanonicalMembers record = RecordValidator.parse(json, trail);
    List<Added> more = new ArrayList<>(3); // ascending by name
    List<String> added = new ArrayList<>(2);
    Optional<String> chosen = record.string("audit_id");
    String id = chosen.orElseGet(ids::next);
    if (chosen.isEmpty()) {
      more.add(string("audit_id", id));
    }
    if (!record.has("timestamp")) {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      more.add(string("timestamp", RecordTime.format(now)));
      added.add("timestamp");
    }
    if (!record.has("trail_id") && !record.has("family_id")) {
      more.add(string("trail_id", trail));
      added.add("trail_id");
    }
    RecordDraft draft = RecordDraft.of(id, record, more, chosen.isEmpty(), added, createdBy);
    if (draft.length() > EntryBundle.MAX_ENTRY) {
      throw new AuditException(
          Kind.INVALID,
          "the record has "
              + draft.length()
              + " bytes in canonical form; an entry has at most "
              + EntryBundle.MAX_ENTRY);
    }
    return draft;
  }

  private static Added string(String name, String value) {
    return new Added(name, Json.canonical(new JsonString(value)));
  }
}
