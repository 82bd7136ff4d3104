package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.json.JsonObject;
import dev.intact.log.RecordDraft;
import dev.intact.log.RecordIds;
import dev.intact.record.RecordTime;
import dev.intact.tile.EntryBundle;
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
    JsonObject record = RecordValidator.parse(json, trail);
    JsonObject.Builder whole = record.toBuilder();
    List<String> added = new ArrayList<>();
    Optional<String> chosen = record.string("audit_id");
    String id = chosen.orElseGet(ids::next);
    whole.put("audit_id", id);
    if (record.get("trail_id").isEmpty() && record.get("family_id").isEmpty()) {
      whole.put("trail_id", trail);
      added.add("trail_id");
    }
    if (record.get("timestamp").isEmpty()) {
      whole.put("timestamp", RecordTime.format(clock.instant().truncatedTo(ChronoUnit.MICROS)));
      added.add("timestamp");
    }
    RecordDraft draft = RecordDraft.of(id, whole, chosen.isEmpty(), added, createdBy);
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
}
