package dev.intact.log;

import dev.intact.json.CanonicalScanner;
import dev.intact.json.CanonicalScanner.Span;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.log.index.RecordKeys;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import dev.intact.record.RecordIntegrity;
import dev.intact.record.RecordTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record in canonical form with two blanks of fixed width, the time of record and the hash:
 * sealing fills them in and hashes once.
 */
public final class RecordDraft implements Draft {

  private static final String TIME_BLANK = "0".repeat(RecordTime.LENGTH);
  private static final String HASH_BLANK = "0".repeat(64);

  private final String id;
  private final boolean fresh;
  private final List<String> added;
  private final byte[] bytes;
  private final Optional<String> type;
  private final OptionalLong eventMicros;
  private final Span time;
  private final Span hash;

  private RecordDraft(
      String id,
      boolean fresh,
      List<String> added,
      byte[] bytes,
      Optional<String> type,
      OptionalLong eventMicros,
      Span time,
      Span hash) {
    this.id = id;
    this.fresh = fresh;
    this.added = added;
    this.bytes = bytes;
    this.type = type;
    this.eventMicros = eventMicros;
    this.time = time;
    this.hash = hash;
  }

  /**
   * A draft of a record that has its id already.
   *
   * @param record with {@code audit_id} and without {@code integrity}
   * @param fresh whether we made the id
   * @param added the members that the caller did not send
   * @param createdBy who sends it
   * @return the draft
   */
  public static RecordDraft of(
      JsonObject record, boolean fresh, List<String> added, String createdBy) {
    String id = record.string("audit_id").orElseThrow();
    return of(id, record.toBuilder(), fresh, added, createdBy);
  }

  /**
   * A draft of a valid record.
   *
   * @param id its id
   * @param record with id, trail, type and time
   * @param fresh whether we made the id
   * @param added the members that the caller did not send
   * @param createdBy who sends it
   * @return the draft
   */
  public static RecordDraft of(
      String id, JsonObject.Builder record, boolean fresh, List<String> added, String createdBy) {
    JsonObject integrity =
        JsonObject.builder()
            .put("created_at", TIME_BLANK)
            .put("created_by", createdBy)
            .put("hash", HASH_BLANK)
            .put("version", RecordIntegrity.VERSION)
            .build();
    byte[] bytes = Json.canonical(record.put("integrity", integrity).build());
    RecordFields fields = RecordFields.of(bytes);
    return new RecordDraft(
        id,
        fresh,
        added,
        bytes,
        fields.eventType(),
        fields.eventMicros(),
        fields.createdSpan().orElseThrow(),
        fields.hashSpan().orElseThrow());
  }

  /**
   * The record's id.
   *
   * @return its {@code audit_id}
   */
  public String auditId() {
    return id;
  }

  /**
   * How long it will be.
   *
   * @return bytes of the sealed record
   */
  public int length() {
    return bytes.length;
  }

  @Override
  public Optional<String> id() {
    return Optional.of(id);
  }

  @Override
  public boolean freshId() {
    return fresh;
  }

  @Override
  public int sizeHint() {
    return bytes.length;
  }

  @Override
  public byte[] seal(long index, Instant createdAt) {
    byte[] sealed = bytes.clone();
    RecordTime.write(createdAt, sealed, time.start() + 1);
    new RecordHasher().seal(sealed, hash);
    return sealed;
  }

  @Override
  public Optional<RecordKeys> keys(Instant createdAt) {
    OptionalLong created = OptionalLong.of(RecordTime.micros(createdAt));
    return Optional.of(new RecordKeys(id(), type, eventMicros, created));
  }

  /**
   * Compares what the caller sent: without the integrity member, and without what we had to add.
   */
  @Override
  public boolean sameAs(byte[] stored) {
    return Arrays.equals(sent(bytes), sent(stored));
  }

  private byte[] sent(byte[] record) {
    byte[] rest = CanonicalScanner.without(record, "integrity").orElse(record);
    for (String member : added) {
      rest = CanonicalScanner.without(rest, member).orElse(rest);
    }
    return rest;
  }
}
