package dev.intact.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A draft whose leaf is {@code id|created_at|text}. */
record TextDraft(Optional<String> id, String text) implements Draft {

  static TextDraft of(String text) {
    return new TextDraft(Optional.empty(), text);
  }

  static TextDraft of(String id, String text) {
    return new TextDraft(Optional.of(id), text);
  }

  @Override
  public byte[] seal(long index, Instant createdAt) {
    return (id.orElse("") + "|" + dev.intact.record.RecordTime.micros(createdAt) + "|" + text)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean sameAs(byte[] stored) {
    return new String(stored, StandardCharsets.UTF_8).split("\\|", 3)[2].equals(text);
  }
}
