package dev.intact.fuzz;

import dev.intact.bundle.ExportHeader;
import dev.intact.bundle.ExportWriter;
import dev.intact.json.CanonicalScanner;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonNull;
import dev.intact.json.JsonNumber;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.key.KeyFormatException;
import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.merkle.Hash;
import dev.intact.merkle.NodeReader;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import dev.intact.note.TlogProof;
import dev.intact.record.RecordHasher;
import dev.intact.record.RecordIntegrity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** A log of seven records and all that can be written of it, every piece of it valid. */
final class Seeds {

  static final String ORIGIN = "log.example/trail";
  static final int SIZE = 7;

  static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  final SigningKey log = key(KeyType.ED25519);
  final SigningKey cosigner = key(KeyType.MLDSA44_COSIGNATURE);
  final List<byte[]> records = new ArrayList<>();
  final TreeHasher hasher = new TreeHasher();

  private final NodeReader nodes = this::node;

  Seeds() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SIZE; i++) {
      records.add(record(random, i));
    }
  }

  private static SigningKey key(KeyType type) {
    try {
      return SigningKey.generate(type, ORIGIN);
    } catch (KeyFormatException e) {
      throw new AssertionError(e);
    }
  }

  private Hash node(int level, long index) {
    return level == 0
        ? hasher.leaf(records.get((int) index))
        : hasher.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
  }

  /** Sealed, canonical. */
  static byte[] record(SplittableRandom random, int i) {
    JsonObject integrity =
        JsonObject.builder()
            .put("created_at", "2026-01-02T03:04:05.000006Z")
            .put("created_by", "api")
            .put("hash", "0".repeat(64))
            .put("version", RecordIntegrity.VERSION)
            .build();
    byte[] record =
        Json.canonical(
            JsonObject.builder()
                .put("audit_id", "audit_" + i)
                .put("event_type", "payment")
                .put("timestamp", "2026-01-02T03:04:05Z")
                .put("details", value(random, 3))
                .put("integrity", integrity)
                .build());
    new RecordHasher()
        .seal(record, CanonicalScanner.member(record, "integrity", "hash").orElseThrow());
    return record;
  }

  /** Any JSON value of a depth. */
  static JsonValue value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0 -> JsonNumber.of(random.nextLong(-JsonNumber.MAX_INTEGER, JsonNumber.MAX_INTEGER));
      case 1 -> new JsonNumber(random.nextInt(1_000_000) / 1024.0);
      case 2 -> new JsonString(text(random));
      case 3 -> new JsonBoolean(random.nextBoolean());
      case 4 -> JsonNull.NULL;
      case 5 -> {
        List<JsonValue> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          values.add(value(random, depth - 1));
        }
        yield new JsonArray(values);
      }
      default -> {
        JsonObject.Builder object = JsonObject.builder();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.put(text(random), value(random, depth - 1));
        }
        yield object.build();
      }
    };
  }

  private static String text(SplittableRandom random) {
    String[] pieces = {"a", "hash", "\"", "\\", "{", "}", ",", ":", "\n", "\u0001", "é", "€", "😀"};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  Checkpoint checkpoint() {
    try {
      return new Checkpoint(ORIGIN, SIZE, ProofBuilder.root(nodes, SIZE), List.of());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** By the log's key alone. */
  SignedCheckpoint signed() {
    return SignedCheckpoint.sign(checkpoint(), log, Optional.empty(), TIME);
  }

  /** By the log's key and the cosigner's. */
  SignedCheckpoint cosigned() {
    return SignedCheckpoint.sign(checkpoint(), log, Optional.of(cosigner), TIME);
  }

  TlogProof proof(int index) {
    try {
      return new TlogProof(
          Optional.of(records.get(index)),
          index,
          ProofBuilder.inclusion(nodes, index, SIZE).path(),
          signed().encode());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  byte[] export(int begin, int end) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ExportHeader header =
          new ExportHeader(
              ORIGIN,
              ProofBuilder.range(nodes, begin, end, SIZE),
              begin,
              end,
              Optional.of("2026-01-01T00:00:00Z"),
              Optional.empty(),
              new String(signed().encode(), java.nio.charset.StandardCharsets.UTF_8),
              List.of(ProofBuilder.range(nodes, begin, begin, SIZE)),
              List.of(log.verifier().format()));
      ExportWriter writer = new ExportWriter(out, header);
      for (byte[] record : records.subList(begin, end)) {
        writer.record(record);
      }
      writer.finish();
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
