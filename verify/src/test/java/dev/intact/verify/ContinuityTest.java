package dev.intact.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.bundle.ExportHeader;
import dev.intact.bundle.ExportWriter;
import dev.intact.finding.Verdict;
import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.merkle.Hash;
import dev.intact.merkle.NodeReader;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.RangeProof;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One record an hour from midnight; every range of them and every kept checkpoint, true or not. */
final class ContinuityTest {

  private static final String ORIGIN = "example.com/trail";
  private static final int SIZE = 13;
  private static final TreeHasher HASHER = new TreeHasher();

  private static final List<byte[]> RECORDS = new ArrayList<>();
  private static final List<Hash> LEAVES = new ArrayList<>();
  private static SigningKey key;

  @BeforeAll
  static void write() throws Exception {
    key = SigningKey.generate(KeyType.ED25519, ORIGIN);
    for (int i = 0; i < SIZE; i++) {
      String record = "{\"integrity\":{\"created_at\":\"" + at(i) + "\"},\"n\":" + i + "}";
      RECORDS.add(record.getBytes(StandardCharsets.UTF_8));
      LEAVES.add(HASHER.leaf(RECORDS.get(i)));
    }
  }

  private static String at(int index) {
    return "2026-03-01T%02d:00:00.000000Z".formatted(index);
  }

  private static Hash root(int size) {
    return HASHER.root(LEAVES.subList(0, size));
  }

  private static NodeReader nodes() {
    return (level, index) ->
        HASHER.root(LEAVES.subList((int) (index << level), (int) ((index + 1) << level)));
  }

  private static Checkpoint kept(int size, Hash root) {
    return new Checkpoint(ORIGIN, size, root, List.of());
  }

  /** Records [from, to) by date, with their neighbours. */
  private static byte[] export(int from, int to, List<RangeProof> consistency) throws IOException {
    int first = Math.max(0, from - 1);
    int last = Math.min(SIZE, to + 1);
    SignedCheckpoint head =
        SignedCheckpoint.sign(kept(SIZE, root(SIZE)), key, Optional.empty(), Instant.EPOCH);
    ExportHeader header =
        new ExportHeader(
            ORIGIN,
            ProofBuilder.range(nodes(), first, last, SIZE),
            from,
            to,
            Optional.of(at(from)),
            Optional.of(at(to)),
            new String(head.encode(), StandardCharsets.UTF_8),
            consistency,
            List.of(key.verifier().format()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExportWriter writer = new ExportWriter(out, header);
    for (byte[] record : RECORDS.subList(first, last)) {
      writer.record(record);
    }
    writer.finish();
    return out.toByteArray();
  }

  private static Outcome verify(byte[] export, Checkpoint kept) throws IOException {
    return new OfflineVerifier(List.of(key.verifier()), Optional.empty(), Optional.of(kept))
        .verify(new ByteArrayInputStream(export));
  }

  private static RangeProof from(int size) throws IOException {
    return ProofBuilder.range(nodes(), size, size, SIZE);
  }

  @Test
  void whatIsBroughtDecidesForEveryRangeAndEveryKeptSize() throws Exception {
    Hash other = HASHER.leaf(new byte[] {7});
    for (int begin = 0; begin < SIZE; begin++) {
      for (int end = begin; end < SIZE; end++) {
        for (int size = 0; size <= SIZE; size++) {
          byte[] export = export(begin, end, List.of(from(3), from(size)));
          String what = "[" + begin + ", " + end + ") kept " + size;
          assertThat(verify(export, kept(size, root(size))).verdict())
              .as(what)
              .isEqualTo(Verdict.OK);
          assertThat(verify(export, kept(size, other)).verdict())
              .as(what)
              .isEqualTo(Verdict.FORKED);
        }
      }
    }
  }

  @Test
  void theRecordsThemselvesDecideWhereTheKeptSizeLiesWithinThem() throws Exception {
    Hash other = HASHER.leaf(new byte[] {7});
    for (int begin = 0; begin < SIZE; begin++) {
      for (int end = begin; end < SIZE; end++) {
        byte[] export = export(begin, end, List.of());
        for (int size = Math.max(0, begin - 1); size <= end; size++) {
          assertThat(verify(export, kept(size, root(size))).verdict()).isEqualTo(Verdict.OK);
          assertThat(verify(export, kept(size, other)).verdict()).isEqualTo(Verdict.FORKED);
        }
      }
    }
  }

  @Test
  void aForkSaysBothRootsAndWhatIsContinuedIsSaid() throws Exception {
    byte[] export = export(9, 10, List.of(from(5)));
    Outcome fork = verify(export, kept(5, root(4)));
    assertThat(fork.findings().getFirst().expected()).contains(root(4).hex());
    assertThat(fork.findings().getFirst().actual()).contains(root(5).hex());
    assertThat(verify(export, kept(5, root(5))).summary())
        .endsWith("continuing the kept checkpoint of size 5");
    assertThat(verify(export, kept(5, root(5))).records()).isEqualTo(1);
  }

  @Test
  void withoutAProofOfTheKeptSizeItIsNotEstablished() throws Exception {
    byte[] export = export(9, 10, List.of(from(5)));
    assertThat(verify(export, kept(6, root(6))).verdict()).isEqualTo(Verdict.UNVERIFIABLE);
    assertThat(verify(export, kept(3, root(3))).verdict()).isEqualTo(Verdict.UNVERIFIABLE);
    Checkpoint larger = kept(SIZE + 1, root(5));
    assertThat(verify(export, larger).verdict()).isEqualTo(Verdict.ROLLED_BACK);
  }

  @Test
  void aProofThatIsNotOfTheSignedLogIsNoProof() throws Exception {
    RangeProof good = from(5);
    List<Hash> forged = new ArrayList<>(good.left());
    forged.set(0, root(3));
    for (RangeProof bad :
        List.of(
            new RangeProof(5, 5, SIZE, forged, good.right()),
            new RangeProof(5, 5, SIZE, good.left(), List.of()),
            new RangeProof(5, 5, SIZE, List.of(root(5)), good.right()))) {
      assertThat(verify(export(9, 10, List.of(bad)), kept(5, root(5))).verdict())
          .isEqualTo(Verdict.CONTENT_TAMPERED);
    }
  }
}
