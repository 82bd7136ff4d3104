package dev.intact.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The scan over bytes finds and hashes what the parser finds and the specification says. */
final class RecordHasherTest {

  private static JsonObject record(SplittableRandom random, boolean version) {
    JsonObject.Builder integrity =
        JsonObject.builder()
            .put("created_at", "2026-11-25T07:00:00.123456Z")
            .put("created_by", text(random))
            .put("hash", "0".repeat(64));
    if (version) {
      integrity.put("version", RecordIntegrity.VERSION);
    }
    JsonObject.Builder record =
        JsonObject.builder()
            .put("audit_id", "a-" + random.nextInt(1000))
            .put("event_type", text(random))
            .put("timestamp", "2024-01-15T10:30:00Z")
            .put("integrity", integrity.build());
    for (int i = random.nextInt(6); i > 0; i--) {
      JsonObject decoy =
          JsonObject.builder().put("hash", text(random)).put("audit_id", text(random)).build();
      record.put(text(random) + i, decoy);
    }
    return record.build();
  }

  private static String text(SplittableRandom random) {
    String alphabet = "ab\"\\{}[],:é\uD83D\uDE00\n hash";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(9); i >= 0; i--) {
      int at = random.nextInt(alphabet.length());
      char c = alphabet.charAt(at);
      text.append(Character.isSurrogate(c) ? "\uD83D\uDE00" : String.valueOf(c));
    }
    return text.toString();
  }

  /** The specification, word for word: the canonical form without the member, hashed. */
  private static String model(byte[] record) throws Exception {
    JsonObject parsed = (JsonObject) Json.parse(record, JsonLimits.STRICT);
    JsonObject integrity =
        parsed.object("integrity").orElseThrow().toBuilder().remove("hash").build();
    byte[] bytes = Json.canonical(parsed.toBuilder().put("integrity", integrity).build());
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void sealsTheHashOfTheCanonicalFormWithoutIt() {
    Gen.check(
        2_000,
        1,
        (random, size) -> {
          byte[] record = Json.canonical(record(random, random.nextBoolean()));
          RecordHasher hasher = new RecordHasher();
          RecordFields fields = RecordFields.of(record);
          assertThat(hasher.holds(fields)).isFalse();
          assertThat(hasher.computed(fields)).isEqualTo(model(record));
          hasher.seal(record, fields.hashSpan().orElseThrow());
          assertThat(RecordFields.of(record).statedHash()).contains(model(record));
          assertThat(hasher.holds(RecordFields.of(record))).isTrue();
        });
  }

  @Test
  void findsTheReservedMembersAndNoOthersOfTheSameName() {
    Gen.check(
        2_000,
        1,
        (random, size) -> {
          JsonObject json = record(random, true);
          byte[] record = Json.canonical(json);
          byte[] within =
              ("xx" + new String(record, StandardCharsets.UTF_8) + "}}")
                  .getBytes(StandardCharsets.UTF_8);
          RecordFields fields = RecordFields.of(within, 2, record.length);
          assertThat(fields.auditId()).isEqualTo(json.string("audit_id"));
          assertThat(fields.eventType()).isEqualTo(json.string("event_type"));
          assertThat(fields.eventMicros()).hasValue(1_705_314_600_000_000L);
          assertThat(fields.createdMicros())
              .isEqualTo(RecordTime.micros("2026-11-25T07:00:00.123456Z"));
        });
  }

  @Test
  void everyChangedBitOfARecordBreaksItsHash() {
    byte[] record = Json.canonical(record(new SplittableRandom(1), true));
    RecordHasher hasher = new RecordHasher();
    hasher.seal(record, RecordFields.of(record).hashSpan().orElseThrow());
    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] changed = record.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(hasher.holds(RecordFields.of(changed))).as("bit %s", bit).isFalse();
    }
  }

  @Test
  void damagedBytesAreScannedWithoutFailing() {
    Gen.check(
        20_000,
        1,
        (random, size) -> {
          byte[] record = Gen.mutate(random, Json.canonical(record(random, true)));
          RecordFields fields = RecordFields.of(record);
          fields.auditId();
          fields.eventMicros();
          fields.createdMicros();
          fields.statedHash();
          new RecordHasher().holds(fields);
        });
  }
}
