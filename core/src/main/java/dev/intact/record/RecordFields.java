package dev.intact.record;

import dev.intact.json.CanonicalScanner;
import dev.intact.json.CanonicalScanner.Span;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the members that every check and the index look at stand in a canonical record, found in
 * one pass over its bytes. Holds the array without copying it; the caller must not change what was
 * found before it is read.
 *
 * <p>On bytes that are no canonical record it finds nothing or what it takes for the members, and
 * never reads outside the given part. Not thread-safe while it is made, immutable afterwards.
 */
public final class RecordFields {

  private static final Span NONE = new Span(0, 0);

  private final byte[] bytes;
  private final int from;
  private final int to;

  private Span auditId = NONE;
  private Span eventType = NONE;
  private Span timestamp = NONE;
  private Span createdAt = NONE;
  private Span hash = NONE;

  private RecordFields(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /**
   * The fields of a record.
   *
   * @param record its canonical bytes
   * @return where they stand
   */
  public static RecordFields of(byte[] record) {
    return of(record, 0, record.length);
  }

  /**
   * The fields of a record within an array.
   *
   * @param bytes the array
   * @param offset where the record begins
   * @param length its bytes
   * @return where they stand
   */
  public static RecordFields of(byte[] bytes, int offset, int length) {
    RecordFields fields = new RecordFields(bytes, offset, offset + length);
    CanonicalScanner.members(bytes, offset, offset + length, fields::member);
    return fields;
  }

  private void member(int nameStart, int nameEnd, int start, int end) {
    switch (bytes[nameStart]) {
      case 'a' -> auditId = isNamed(nameStart, nameEnd, "audit_id", start, end, auditId);
      case 'e' -> eventType = isNamed(nameStart, nameEnd, "event_type", start, end, eventType);
      case 't' -> timestamp = isNamed(nameStart, nameEnd, "timestamp", start, end, timestamp);
      case 'i' -> {
        if (CanonicalScanner.isName(bytes, nameStart, nameEnd, "integrity")) {
          CanonicalScanner.members(bytes, start, end, this::integrity);
        }
      }
      default -> {}
    }
  }

  private void integrity(int nameStart, int nameEnd, int start, int end) {
    createdAt = isNamed(nameStart, nameEnd, "created_at", start, end, createdAt);
    hash = isNamed(nameStart, nameEnd, "hash", start, end, hash);
  }

  private Span isNamed(int nameStart, int nameEnd, String name, int start, int end, Span other) {
    return CanonicalScanner.isName(bytes, nameStart, nameEnd, name) ? new Span(start, end) : other;
  }

  /**
   * The record's id.
   *
   * @return {@code audit_id}, or empty if it has none or it is no string
   */
  public Optional<String> auditId() {
    return CanonicalScanner.string(bytes, auditId);
  }

  /**
   * Where the id stands.
   *
   * @return the value with its quotes, or empty if there is none
   */
  public Optional<Span> auditIdSpan() {
    return auditId.length() == 0 ? Optional.empty() : Optional.of(auditId);
  }

  /**
   * Its kind of event.
   *
   * @return {@code event_type}, or empty if it has none or it is no string
   */
  public Optional<String> eventType() {
    return CanonicalScanner.string(bytes, eventType);
  }

  /**
   * When it happened, as its sender says.
   *
   * @return {@code timestamp} in microseconds since 1970, or empty if it has none or it is no time
   */
  public OptionalLong eventMicros() {
    return micros(timestamp);
  }

  /**
   * When it was recorded.
   *
   * @return {@code integrity.created_at} in microseconds since 1970, or empty if it has none or it
   *     is no time
   */
  public OptionalLong createdMicros() {
    return micros(createdAt);
  }

  private OptionalLong micros(Span value) {
    return value.length() < 2 || bytes[value.start()] != '"'
        ? OptionalLong.empty()
        : RecordTime.micros(bytes, value.start() + 1, value.end() - 1);
  }

  /**
   * The hash that it states.
   *
   * @return {@code integrity.hash}, or empty if it has none or it is no string
   */
  public Optional<String> statedHash() {
    return CanonicalScanner.string(bytes, hash);
  }

  /**
   * Where the stated hash stands.
   *
   * @return the value with its quotes, or empty if there is none
   */
  public Optional<Span> hashSpan() {
    return hash.length() == 0 ? Optional.empty() : Optional.of(hash);
  }

  /**
   * Where the time of record stands.
   *
   * @return the value with its quotes, or empty if there is none
   */
  public Optional<Span> createdSpan() {
    return createdAt.length() == 0 ? Optional.empty() : Optional.of(createdAt);
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }
}
