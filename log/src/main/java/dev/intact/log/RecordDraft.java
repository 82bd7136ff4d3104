package dev.intact.log;

import dev.intact.json.CanonicalMembers;
import dev.intact.json.CanonicalMembers.Added;
import dev.intact.json.CanonicalScanner;
import dev.intact.json.CanonicalScanner.Span;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.log.index.RecordKeys;
import dev.intact.record.RecordHasher;
import dev.intact.record.RecordIntegrity;
import dev.intact.record.RecordTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A record in canonical form with two blanks of fixed width, the time of record and the hash:
 * sealing fills them in and hashes once.
 */
public final class RecordDraft implements Draft {

  private static final String INTEGRITY = "integrity";

  // The member integrity, in parts: behind BY_MEMBER stands who sends it.
  private static final String TIME_MEMBER = "{\"created_at\":";
  private static final String TIME_VALUE = '"' + "0".repeat(RecordTime.LENGTH) + '"';
  private static final String BY_MEMBER = ",\"created_by\":";
  private static final String HASH_MEMBER = ",\"hash\":";
  private static final String HASH_VALUE = '"' + "0".repeat(64) + '"';
  private static final String LAST = ",\"version\":\"" + RecordIntegrity.VERSION + "\"}";

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
    CanonicalMembers members = CanonicalMembers.of(Json.canonical(record));
    return of(id, members, List.of(), fresh, added, createdBy);
  }

  /**
   * A draft of a valid record, put together from its bytes.
   *
   * @param id its id
   * @param record canonical, without {@code integrity}
   * @param more what it has besides, in ascending order of the names: of id, trail, type and time
   *     whatever is not in {@code record}
   * @param fresh whether we made the id
   * @param added the members that the caller did not send
   * @param createdBy who sends it
   * @return the draft
   */
  public static RecordDraft of(
      String id,
      CanonicalMembers record,
      List<Added> more,
      boolean fresh,
      List<String> added,
      String createdBy) {
    byte[] by = Json.canonical(new JsonString(createdBy));
    List<Added> all = new ArrayList<>(more);
    int place = 0;
    while (place < all.size() && all.get(place).name().compareTo(INTEGRITY) < 0) {
      place++;
    }
    all.add(place, new Added(INTEGRITY, integrity(by)));
    CanonicalMembers.Extended whole = record.with(all);
    int time = whole.at()[place] + TIME_MEMBER.length();
    int hash = time + TIME_VALUE.length() + BY_MEMBER.length() + by.length + HASH_MEMBER.length();
    return new RecordDraft(
        id,
        fresh,
        added,
        whole.bytes(),
        value(record, more, "event_type").flatMap(RecordDraft::text),
        value(record, more, "timestamp").map(RecordDraft::micros).orElse(OptionalLong.empty()),
        new Span(time, time + TIME_VALUE.length()),
        new Span(hash, hash + HASH_VALUE.length()));
  }

  private static byte[] integrity(byte[] by) {
    byte[] before = (TIME_MEMBER + TIME_VALUE + BY_MEMBER).getBytes(StandardCharsets.US_ASCII);
    byte[] behind = (HASH_MEMBER + HASH_VALUE + LAST).getBytes(StandardCharsets.US_ASCII);
    byte[] integrity = Arrays.copyOf(before, before.length + by.length + behind.length);
    System.arraycopy(by, 0, integrity, before.length, by.length);
    System.arraycopy(behind, 0, integrity, before.length + by.length, behind.length);
    return integrity;
  }

  /** A value as it stands in some bytes. */
  private record Value(byte[] bytes, Span span) {}

  private static Optional<Value> value(CanonicalMembers record, List<Added> more, String name) {
    for (Added member : more) {
      if (member.name().equals(name)) {
        byte[] value = member.value();
        return Optional.of(new Value(value, new Span(0, value.length)));
      }
    }
    return record.value(name).map(span -> new Value(record.bytes(), span));
  }

  private static Optional<String> text(Value value) {
    return CanonicalScanner.string(value.bytes, value.span);
  }

  private static OptionalLong micros(Value value) {
    Span span = value.span;
    return value.bytes[span.start()] == '"'
        ? RecordTime.micros(value.bytes, span.start() + 1, span.end() - 1)
        : OptionalLong.empty();
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
