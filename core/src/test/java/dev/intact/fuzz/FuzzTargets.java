package dev.intact.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.bundle.ExportFormatException;
import dev.intact.bundle.ExportHeader;
import dev.intact.bundle.ExportReader;
import dev.intact.bundle.ExportWriter;
import dev.intact.json.CanonicalScanner;
import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonValue;
import dev.intact.key.KeyFormatException;
import dev.intact.key.KeyType;
import dev.intact.key.SecretAccess;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.Hash;
import dev.intact.merkle.RangeProof;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.Cosignatures;
import dev.intact.note.Note;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.note.TlogProof;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import dev.intact.record.RecordIntegrity;
import dev.intact.record.RecordTime;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.TileFormatException;
import dev.intact.tile.TilePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Every parser of this module. */
final class FuzzTargets {

  private static final String SKEY =
      "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
  private static final String VKEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

  private final Seeds seeds = new Seeds();
  private final SigningKey witness;
  private final VerifierKey neumann;

  FuzzTargets() throws KeyFormatException {
    witness = SigningKey.generate(KeyType.ED25519_COSIGNATURE, Seeds.ORIGIN);
    neumann = VerifierKey.parse(VKEY);
  }

  List<FuzzTarget> all() throws Exception {
    return List.of(
        json(),
        scanner(),
        note(),
        checkpoint(),
        tlogProof(),
        text(
            "verifier key",
            List.of(VKEY, seeds.cosigner.verifier().format()),
            VKEY_TOKENS,
            KeyFormatException.class,
            t -> assertThat(VerifierKey.parse(t).format()).isEqualTo(t)),
        text(
            "signer key",
            List.of(SKEY),
            VKEY_TOKENS,
            KeyFormatException.class,
            t -> assertThat(SigningKey.parse(t, neumann).verifier()).isEqualTo(neumann)),
        privateKey("private Ed25519 key", seeds.log),
        privateKey("private ML-DSA-44 key", seeds.cosigner),
        text(
            "tile path",
            List.of(
                "tile/0/x001/x234/067.p/12",
                "tile/entries/000",
                "tile/63/x009/x223/x372/x036/x854/x775/807"),
            List.of("x999/", "/", ".p/", "255", "256", "000", "..", "entries"),
            TileFormatException.class,
            t -> assertThat(TilePath.parse(t).path()).isEqualTo(t)),
        bundle(),
        export(),
        text(
            "record time",
            List.of(
                "2024-01-15T10:30:00.123456+01:00",
                "9999-12-31T23:59:59Z",
                "2024-02-29",
                "2024-02-29T23:59:59.5+13:45"),
            List.of("Z", "-00:00", "+18:00", ".", "000001", "T", "0000-01-01T00:00:00Z"),
            IllegalStateException.class,
            FuzzTargets::time),
        text(
            "root hash",
            List.of(TreeHasher.emptyRoot().hex(), TreeHasher.emptyRoot().base64()),
            List.of("=", "00", "AA"),
            IllegalArgumentException.class,
            FuzzTargets::hash));
  }

  private static final List<String> VKEY_TOKENS =
      List.of("+", "++", "PRIVATE+KEY+", "00000000", "=", "AQ==", "é", "\u2003");

  private interface TextParser {
    void parse(String text) throws Exception;
  }

  private static FuzzTarget text(
      String name,
      List<String> seeds,
      List<String> tokens,
      Class<? extends Exception> refusal,
      TextParser parser) {
    return new FuzzTarget(
        name, utf8(seeds), utf8(tokens), List.of(refusal), b -> parser.parse(text(b)));
  }

  /** Malformed parts become replacement characters, or stray Latin letters. */
  private static String text(byte[] bytes) {
    return new String(
        bytes, bytes.length % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  private static List<byte[]> utf8(List<String> texts) {
    return texts.stream().map(t -> t.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static final List<String> JSON_TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\ud800",
          "\\udc00",
          "\\u0000",
          "-0",
          "1e",
          "e400",
          "e-400",
          "9007199254740993",
          "true",
          "null",
          " ",
          "[[[[",
          "\"a\":1,",
          "€",
          "😀");

  private FuzzTarget json() {
    List<byte[]> documents = new ArrayList<>(seeds.records);
    documents.addAll(
        utf8(
            List.of(
                "[1.5,-2e-7,\"\\u20ac\\ud83d\\ude00\",{\"a\":[null,true]}]",
                "1e-7",
                Json.pretty(Seeds.value(new SplittableRandom(7), 4)))));
    return new FuzzTarget(
        "json",
        documents,
        utf8(JSON_TOKENS),
        List.of(JsonException.class),
        input -> {
          for (JsonLimits limits : List.of(JsonLimits.ECMA, JsonLimits.STRICT)) {
            JsonValue value = located(input, limits);
            byte[] canonical = Json.canonical(value);
            assertThat(Json.canonicalize(input, limits)).isEqualTo(canonical);
            assertThat(Json.parse(canonical, limits)).isEqualTo(value);
            assertThat(Json.canonicalize(canonical, limits)).isEqualTo(canonical);
            byte[] pretty = Json.pretty(value).getBytes(StandardCharsets.UTF_8);
            assertThat(Json.parse(pretty, limits)).isEqualTo(value);
          }
        });
  }

  private static JsonValue located(byte[] input, JsonLimits limits) throws JsonException {
    try {
      return Json.parse(input, limits);
    } catch (JsonException e) {
      assertThat(e.offset()).isBetween(0, input.length);
      assertThatThrownBy(() -> Json.canonicalize(input, limits)).hasMessage(e.getMessage());
      throw e;
    }
  }

  /** Reads canonical bytes without checking them: on any others it only must stay within them. */
  private FuzzTarget scanner() {
    return new FuzzTarget(
        "scanner and fields",
        seeds.records,
        utf8(JSON_TOKENS),
        List.of(),
        input -> {
          RecordFields fields = RecordFields.of(input);
          fields.auditId();
          fields.eventType();
          fields.eventMicros();
          fields.createdMicros();
          fields.statedHash();
          new RecordHasher().holds(fields);
          RecordIntegrity.computed(input);
          CanonicalScanner.string(input, "integrity", "hash");
          CanonicalScanner.without(input, "integrity", "hash")
              .ifPresent(rest -> assertThat(rest).hasSizeLessThan(input.length));
          CanonicalScanner.without(input, "audit_id");
        });
  }

  private FuzzTarget note() {
    return new FuzzTarget(
        "note",
        List.of(seeds.cosigned().encode(), Note.sign("any\n\ntext\n", seeds.log).encode()),
        utf8(NOTE_TOKENS),
        List.of(NoteException.class),
        input -> {
          Note note = Note.parse(input);
          assertThat(note.encode()).isEqualTo(input);
          note.verify(trusted());
        });
  }

  private List<VerifierKey> trusted() {
    return List.of(seeds.log.verifier(), witness.verifier(), seeds.cosigner.verifier());
  }

  private static final List<String> NOTE_TOKENS =
      List.of(
          "\n",
          "\n\n",
          "— ",
          " ",
          Seeds.ORIGIN,
          "=",
          "0",
          "9223372036854775808",
          "\r",
          "o".repeat(256));

  private FuzzTarget checkpoint() {
    Checkpoint checkpoint = seeds.checkpoint();
    SignedCheckpoint witnessed =
        seeds.cosigned().with(Cosignatures.sign(checkpoint, witness, Seeds.TIME));
    Checkpoint longest =
        new Checkpoint("o".repeat(255), 3, TreeHasher.emptyRoot(), List.of("more"));
    SignedCheckpoint longestSigned =
        SignedCheckpoint.sign(longest, seeds.log, Optional.of(seeds.cosigner), Seeds.TIME);
    return new FuzzTarget(
        "checkpoint and cosignatures",
        List.of(witnessed.encode(), seeds.signed().encode(), longestSigned.encode()),
        utf8(NOTE_TOKENS),
        List.of(NoteException.class),
        input -> {
          SignedCheckpoint parsed = SignedCheckpoint.parse(input);
          assertThat(parsed.encode()).isEqualTo(input);
          assertThat(parsed.checkpoint().body()).isEqualTo(parsed.note().text());
          parsed.claimedTime();
          assertThat(parsed.verify(trusted()).checkpoint()).isEqualTo(checkpoint);
        });
  }

  private FuzzTarget tlogProof() {
    return new FuzzTarget(
        "tlog-proof",
        List.of(
            seeds.proof(5).encode(),
            new TlogProof(Optional.empty(), 0, List.of(), new byte[] {'x'}).encode()),
        utf8(List.of("\n", "\n\n", "extra ", "index ", "=", "c2sp.org/tlog-proof@v1\n")),
        List.of(NoteException.class),
        input -> assertThat(TlogProof.parse(input).encode()).isEqualTo(input));
  }

  private static FuzzTarget privateKey(String name, SigningKey key) {
    VerifierKey verifier = key.verifier();
    return new FuzzTarget(
        name,
        List.of(key.pkcs8(SecretAccess.GRANTED)),
        List.of(new byte[] {0x30}, new byte[] {0x04, 0x20}, new byte[] {(byte) 0x84, 127, -1}),
        List.of(KeyFormatException.class),
        input ->
            assertThat(
                    SigningKey.of(verifier.type(), verifier.name(), input, verifier.raw())
                        .verifier())
                .isEqualTo(verifier));
  }

  private static FuzzTarget bundle() {
    List<byte[]> entries = List.of(new byte[0], new byte[] {1}, new byte[300]);
    return new FuzzTarget(
        "entry bundle",
        List.of(EntryBundle.encode(entries)),
        List.of(new byte[] {0, 0}, new byte[] {-1, -1}, new byte[] {0, 1}),
        List.of(TileFormatException.class),
        input -> {
          EntryBundle scanned = EntryBundle.scan(input, 256);
          assertThat(scanned.prefix(scanned.count())).hasSizeLessThanOrEqualTo(input.length);
          EntryBundle parsed = EntryBundle.parse(input, 3);
          List<byte[]> read = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            read.add(parsed.entry(i));
          }
          assertThat(EntryBundle.encode(read)).isEqualTo(input);
        });
  }

  private FuzzTarget export() {
    List<String> tokens = new ArrayList<>(JSON_TOKENS);
    tokens.addAll(List.of("\n", "intact-export/v1\n", "\"begin\":", "\"end\":", "\"size\":"));
    return new FuzzTarget(
        "export",
        List.of(seeds.export(2, 5), seeds.export(0, 1)),
        utf8(tokens),
        List.of(ExportFormatException.class),
        input -> {
          ExportReader reader = new ExportReader(new ByteArrayInputStream(input));
          List<byte[]> records = new ArrayList<>();
          for (Optional<byte[]> r = reader.next(); r.isPresent(); r = reader.next()) {
            records.add(r.get());
          }
          RangeProof proof = reader.header().proof();
          assertThat((long) records.size()).isEqualTo(proof.end() - proof.begin());
          byte[] again = written(reader.header(), records);
          ExportReader second = new ExportReader(new ByteArrayInputStream(again));
          assertThat(second.header()).isEqualTo(reader.header());
          for (byte[] record : records) {
            assertThat(second.next()).hasValueSatisfying(r -> assertThat(r).isEqualTo(record));
          }
          assertThat(second.next()).isEmpty();
        });
  }

  private static byte[] written(ExportHeader header, List<byte[]> records) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExportWriter writer = new ExportWriter(out, header);
    for (byte[] record : records) {
      writer.record(record);
    }
    writer.finish();
    return out.toByteArray();
  }

  /** Refuses by an empty answer, which is an IllegalStateException here. */
  private static void time(String text) {
    Instant time =
        RecordTime.parseBound(text).orElseThrow(() -> new IllegalStateException("refused"));
    assertThat(RecordTime.parse(RecordTime.format(time))).contains(time);
  }

  private static void hash(String text) {
    if (text.length() == 64) {
      assertThat(Hash.parseHex(text).hex()).isEqualTo(text);
    } else {
      assertThat(Hash.parseBase64(text).base64()).isEqualTo(text);
    }
  }
}
