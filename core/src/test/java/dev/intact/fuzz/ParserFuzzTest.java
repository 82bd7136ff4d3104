package dev.intact.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.bundle.ExportFormatException;
import dev.intact.bundle.ExportReader;
import dev.intact.json.CanonicalScanner;
import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.key.KeyFormatException;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.Hash;
import dev.intact.note.Checkpoint;
import dev.intact.note.Note;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.note.TlogProof;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import dev.intact.record.RecordTime;
import dev.intact.testkit.Gen;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.TileFormatException;
import dev.intact.tile.TilePath;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Valid input, changed at random in a few places: a parser throws what it documents or nothing, and
 * what it takes, it writes again as it read it.
 */
final class ParserFuzzTest {

  private static final int RUNS = 4_000;

  private final Seeds seeds = new Seeds();

  /** Takes bytes and says so, or throws what its parser documents. */
  @FunctionalInterface
  private interface Parser {
    void parse(byte[] bytes) throws Exception;
  }

  /** Parses the seed as it is, then changed in one to three places. */
  private static void fuzz(byte[] seed, Class<? extends Exception> documented, Parser parser) {
    Gen.check(
        RUNS,
        3,
        (random, changes) -> {
          byte[] bytes = seed;
          for (int i = 0; i < changes; i++) {
            bytes = Gen.mutate(random, bytes);
          }
          try {
            parser.parse(bytes);
          } catch (Exception e) {
            assertThat(e).as(Base64.getEncoder().encodeToString(bytes)).isInstanceOf(documented);
            assertThat(e.getMessage()).isNotBlank();
          }
        });
    try {
      parser.parse(seed);
    } catch (Exception e) {
      throw new AssertionError("the seed itself is refused", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Malformed parts become replacement characters, or stray Latin letters. */
  private static String text(byte[] bytes) {
    return new String(
        bytes, bytes.length % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
  }

  @Test
  void jsonIsRefusedWithItsPlaceOrHasOneCanonicalForm() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 4; i++) {
      byte[] canonical = Json.canonical(Seeds.value(random, 4));
      fuzz(canonical, JsonException.class, ParserFuzzTest::json);
      fuzz(utf8(Json.pretty(Seeds.value(random, 4))), JsonException.class, ParserFuzzTest::json);
    }
  }

  private static void json(byte[] bytes) throws JsonException {
    for (JsonLimits limits : List.of(JsonLimits.ECMA, JsonLimits.STRICT)) {
      JsonValue value;
      try {
        value = Json.parse(bytes, limits);
      } catch (JsonException e) {
        assertThat(e.offset()).isBetween(0, bytes.length);
        throw e;
      }
      byte[] canonical = Json.canonical(value);
      assertThat(Json.parse(canonical, limits)).isEqualTo(value);
      assertThat(Json.canonicalize(canonical, limits)).isEqualTo(canonical);
      assertThat(Json.parse(utf8(Json.pretty(value)), limits)).isEqualTo(value);
    }
  }

  /** The JDK's decoder, told to report, is the judge of what is UTF-8. */
  @Test
  void aStringIsTakenExactlyIfItIsUtf8() {
    Gen.check(
        20_000,
        6,
        (random, size) -> {
          byte[] bytes = Gen.bytes(random, size);
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) (random.nextInt(4) > 0 ? 0x80 : 0x40);
            bytes[i] = bytes[i] == '\\' ? (byte) 'x' : bytes[i];
          }
          byte[] json = ByteBuffer.allocate(size + 2).put((byte) '"').put(bytes).array();
          json[size + 1] = '"';
          assertThat(isJson(json))
              .as(Base64.getEncoder().encodeToString(bytes))
              .isEqualTo(isUtf8(bytes));
        });
  }

  private static boolean isJson(byte[] bytes) {
    try {
      Json.parse(bytes, JsonLimits.STRICT);
      return true;
    } catch (JsonException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The scanner is promised canonical bytes and must survive any. */
  @Test
  void theScannerReadsWithinTheArrayWhateverStandsThere() {
    fuzz(
        seeds.records.getFirst(),
        Never.class,
        bytes -> {
          RecordFields fields = RecordFields.of(bytes);
          new RecordHasher().holds(fields);
          fields.auditId();
          fields.eventType();
          fields.eventMicros();
          fields.createdMicros();
          fields.statedHash();
          Optional<byte[]> without = CanonicalScanner.without(bytes, "integrity", "hash");
          without.ifPresent(w -> assertThat(w.length).isLessThan(bytes.length));
          CanonicalScanner.string(bytes, "details", "a");
        });
  }

  /** What nobody throws: stands for a parser that answers whatever it is given. */
  private static final class Never extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void theScannerFindsInCanonicalObjectsWhatTheParserFinds() {
    Gen.check(
        2_000,
        1,
        (random, size) -> {
          if (!(Seeds.value(random, 4) instanceof JsonObject object)) {
            return;
          }
          byte[] canonical = Json.canonical(object);
          for (String name : List.of("a", "hash", "", "aa", "nothing")) {
            assertThat(CanonicalScanner.string(canonical, name)).isEqualTo(object.string(name));
            assertThat(CanonicalScanner.without(canonical, name).map(ParserFuzzTest::latin))
                .isEqualTo(
                    object
                        .get(name)
                        .map(v -> Json.canonical(object.toBuilder().remove(name).build()))
                        .map(ParserFuzzTest::latin));
          }
        });
  }

  @Test
  void verifierKeysAreReadBackAsTheyStandOrRefused() {
    for (SigningKey key : List.of(seeds.log, seeds.cosigner)) {
      fuzz(
          utf8(key.verifier().format()),
          KeyFormatException.class,
          bytes -> {
            String vkey = text(bytes);
            assertThat(VerifierKey.parse(vkey).format()).isEqualTo(vkey);
          });
    }
  }

  @Test
  void signerKeysAreTheOneThatIsMeantOrRefused() throws Exception {
    VerifierKey vkey =
        VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    String skey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    fuzz(
        utf8(skey),
        KeyFormatException.class,
        bytes -> {
          SigningKey.parse(text(bytes), vkey);
          assertThat(text(bytes)).isEqualTo(skey);
        });
  }

  @Test
  void notesAreWrittenAsTheyWereReadOrRefused() {
    fuzz(seeds.signed().encode(), NoteException.class, ParserFuzzTest::note);
    fuzz(seeds.cosigned().encode(), NoteException.class, ParserFuzzTest::note);
  }

  private static void note(byte[] bytes) throws NoteException {
    assertThat(Note.parse(bytes).encode()).isEqualTo(bytes);
    SignedCheckpoint checkpoint = SignedCheckpoint.parse(bytes);
    assertThat(checkpoint.encode()).isEqualTo(bytes);
    assertThat(checkpoint.checkpoint().body()).isEqualTo(checkpoint.note().text());
    checkpoint.claimedTime();
  }

  @Test
  void checkpointsAreWrittenAsTheyWereReadOrRefused() {
    fuzz(
        utf8(seeds.checkpoint().body()),
        NoteException.class,
        bytes -> assertThat(Checkpoint.parse(text(bytes)).body()).isEqualTo(text(bytes)));
  }

  @Test
  void proofsAreWrittenAsTheyWereReadOrRefused() {
    fuzz(
        seeds.proof(5).encode(),
        NoteException.class,
        bytes -> assertThat(TlogProof.parse(bytes).encode()).isEqualTo(bytes));
  }

  @Test
  void tilePathsAreWrittenAsTheyWereReadOrRefused() {
    for (String path :
        List.of(
            "tile/0/000",
            "tile/entries/x001/x234/067.p/255",
            "tile/63/x009/x223/x372/x036/x854/x775/807")) {
      fuzz(
          utf8(path),
          TileFormatException.class,
          bytes -> assertThat(TilePath.parse(text(bytes)).path()).isEqualTo(text(bytes)));
    }
  }

  @Test
  void bundlesAreWrittenAsTheyWereReadOrRefused() {
    fuzz(
        EntryBundle.encode(List.of(utf8("one"), new byte[0], utf8("three"))),
        TileFormatException.class,
        bytes -> {
          EntryBundle scanned = EntryBundle.scan(bytes, 3);
          assertThat(scanned.prefix(scanned.count()).length).isLessThanOrEqualTo(bytes.length);
          EntryBundle bundle = EntryBundle.parse(bytes, 3);
          assertThat(EntryBundle.encode(List.of(bundle.entry(0), bundle.entry(1), bundle.entry(2))))
              .isEqualTo(bytes);
        });
  }

  @Test
  void exportsAreReadToTheirEndOrRefused() {
    fuzz(
        seeds.export(2, 5),
        ExportFormatException.class,
        bytes -> {
          ExportReader reader = new ExportReader(new ByteArrayInputStream(bytes));
          long records = 0;
          while (reader.next().isPresent()) {
            records++;
          }
          assertThat(records)
              .isEqualTo(reader.header().proof().end() - reader.header().proof().begin());
        });
  }

  @Test
  void timesAreTheSameWhenWrittenAgainOrNone() {
    for (String seed :
        List.of(
            "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000006Z", "2024-02-29T23:59:59.5+13:45")) {
      fuzz(
          utf8(seed),
          Never.class,
          bytes ->
              RecordTime.parse(text(bytes))
                  .ifPresent(t -> assertThat(RecordTime.parse(RecordTime.format(t))).contains(t)));
    }
  }

  @Test
  void hashesAreWrittenAsTheyWereReadOrRefused() {
    Hash hash = seeds.checkpoint().root();
    fuzz(
        utf8(hash.hex()),
        IllegalArgumentException.class,
        bytes -> assertThat(Hash.parseHex(text(bytes)).hex()).isEqualToIgnoringCase(text(bytes)));
    fuzz(
        utf8(hash.base64()),
        IllegalArgumentException.class,
        bytes -> assertThat(Hash.parseBase64(text(bytes)).base64()).isEqualTo(text(bytes)));
  }
}
