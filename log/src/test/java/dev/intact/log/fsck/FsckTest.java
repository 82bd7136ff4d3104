package dev.intact.log.fsck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import dev.intact.testkit.Vectors;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.TilePath;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FsckTest {

  private static SigningKey key;

  @TempDir Path temp;

  @BeforeAll
  static void makeKey() throws Exception {
    key = SigningKey.generate(KeyType.ED25519, "example.com/log");
  }

  /** Writes a log by the definition alone, without any code of the store. */
  private Path write(int size) throws IOException {
    Path dir = Files.createDirectories(temp.resolve("log-" + size));
    TreeHasher hasher = new TreeHasher();
    List<byte[]> entries = new ArrayList<>();
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(("entry " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      leaves.add(hasher.leaf(entries.get(i)));
    }
    for (TilePath path : Tiles.needed(size)) {
      Path file = dir.resolve(path.path());
      Files.createDirectories(file.getParent());
      Files.write(file, content(path, entries, leaves, hasher));
    }
    CompactRange range = CompactRange.empty(0);
    leaves.forEach(leaf -> range.append(leaf, hasher));
    Checkpoint checkpoint = new Checkpoint("example.com/log", size, range.root(hasher), List.of());
    SignedCheckpoint signed =
        SignedCheckpoint.sign(checkpoint, key, Optional.empty(), Instant.EPOCH);
    Files.write(dir.resolve("checkpoint"), signed.encode());
    return dir;
  }

  private static byte[] content(
      TilePath path, List<byte[]> entries, List<Hash> leaves, TreeHasher hasher) {
    int first = (int) path.index() * Tiles.WIDTH;
    return switch (path) {
      case EntryBundlePath bundle ->
          EntryBundle.encode(entries.subList(first, first + bundle.width()));
      case HashTilePath tile -> {
        byte[] hashes = new byte[tile.width() * Hash.SIZE];
        int leavesEach = 1 << (8 * tile.level());
        for (int i = 0; i < tile.width(); i++) {
          int from = (first + i) * leavesEach;
          hasher.root(leaves.subList(from, from + leavesEach)).copyTo(hashes, i * Hash.SIZE);
        }
        yield hashes;
      }
    };
  }

  private static LogVerification fsck(Path dir) throws IOException {
    DirectorySource source = new DirectorySource(dir);
    return Fsck.run(
        "log", source.checkpoint(), source, List.of(key.verifier()), Optional.empty(), n -> {});
  }

  @Test
  void aSoundLogOfAnySizeIsOkAndFullyCovered() throws Exception {
    for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 600, 65_536, 65_537 + 300}) {
      LogVerification result = fsck(write(size));
      assertThat(result.findings()).isEmpty();
      assertThat(result.verdict()).isEqualTo(Verdict.OK);
      assertThat(result.coverage().checked()).isEqualTo(size);
    }
  }

  @Test
  void everyFlippedBitOfEveryFileIsFound() throws Exception {
    Path dir = write(5);
    for (Path file : files(dir)) {
      byte[] good = Files.readAllBytes(file);
      for (int bit = 0; bit < good.length * 8; bit++) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, bad);
        assertThat(fsck(dir).verdict())
            .as("%s bit %d", file.getFileName(), bit)
            .isNotEqualTo(Verdict.OK);
      }
      Files.write(file, good);
    }
    assertThat(fsck(dir).verdict()).isEqualTo(Verdict.OK);
  }

  private static List<Path> files(Path dir) throws IOException {
    try (java.util.stream.Stream<Path> walk = Files.walk(dir)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void aChangedEntryIsNamedWithItsIndexAndBothHashes() throws Exception {
    Path dir = write(600);
    Path bundle = dir.resolve("tile/entries/001");
    byte[] bytes = Files.readAllBytes(bundle);
    EntryBundle parsed = EntryBundle.parse(bytes, 256);
    bytes[parsed.offset(44) + 2] ^= 1;
    Files.write(bundle, bytes);
    LogVerification result = fsck(dir);
    TreeHasher hasher = new TreeHasher();
    assertThat(result.findings()).hasSize(1);
    Finding finding = result.findings().getFirst();
    assertThat(finding.verdict()).isEqualTo(Verdict.CONTENT_TAMPERED);
    assertThat(finding.index()).hasValue(300);
    assertThat(finding.expected())
        .hasValue(hasher.leaf("entry 300".getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex());
    assertThat(finding.actual()).hasValue(hasher.leaf(parsed.entry(44)).hex());
  }

  @Test
  void missingTruncatedAndSwappedEntriesAreFound() throws Exception {
    Path dir = write(600);
    Path bundle = dir.resolve("tile/entries/000");
    byte[] good = Files.readAllBytes(bundle);
    Files.delete(bundle);
    assertThat(fsck(dir).verdict()).isEqualTo(Verdict.MISSING);
    assertThat(fsck(dir).coverage().checked()).isEqualTo(344);
    Files.write(bundle, java.util.Arrays.copyOf(good, good.length / 2));
    assertThat(fsck(dir).verdict()).isEqualTo(Verdict.MISSING);
    Files.write(bundle, java.util.Arrays.copyOf(good, good.length + 1));
    assertThat(fsck(dir).verdict()).isEqualTo(Verdict.CONTENT_TAMPERED);
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      entries.add(EntryBundle.parse(good, 256).entry(i ^ 1));
    }
    Files.write(bundle, EntryBundle.encode(entries));
    assertThat(fsck(dir).findings()).hasSize(256);
  }

  @Test
  void aTreeRewrittenWithRecomputedHashesIsForked() throws Exception {
    Path dir = write(300);
    Path other = write(299);
    byte[] checkpoint = Files.readAllBytes(dir.resolve("checkpoint"));
    Path bundle = dir.resolve("tile/entries/000");
    Path tile = dir.resolve("tile/0/000");
    List<byte[]> entries = new ArrayList<>();
    byte[] hashes = Files.readAllBytes(tile);
    TreeHasher hasher = new TreeHasher();
    EntryBundle parsed = EntryBundle.parse(Files.readAllBytes(bundle), 256);
    for (int i = 0; i < 256; i++) {
      entries.add(i == 7 ? new byte[] {1} : parsed.entry(i));
      hasher.leaf(entries.get(i)).copyTo(hashes, i * Hash.SIZE);
    }
    Files.write(bundle, EntryBundle.encode(entries));
    Files.write(tile, hashes);
    Files.write(dir.resolve("tile/1/000.p/1"), hasher.fold(hashes.clone(), 0, 256).toBytes());
    assertThat(fsck(dir).verdict()).isEqualTo(Verdict.FORKED);
    Files.write(other.resolve("checkpoint"), checkpoint);
    assertThat(fsck(other).verdict()).isNotEqualTo(Verdict.OK);
  }

  @Test
  void withoutAKeyOrUnderAnotherItIsNotEstablished() throws Exception {
    Path dir = write(10);
    DirectorySource source = new DirectorySource(dir);
    LogVerification none =
        Fsck.run("log", source.checkpoint(), source, List.of(), Optional.empty(), n -> {});
    assertThat(none.verdict()).isEqualTo(Verdict.UNVERIFIABLE);
    VerifierKey other = SigningKey.generate(KeyType.ED25519, "example.com/log").verifier();
    assertThat(
            Fsck.run("log", source.checkpoint(), source, List.of(other), Optional.empty(), n -> {})
                .verdict())
        .isEqualTo(Verdict.UNVERIFIABLE);
  }

  @Test
  void someoneElsesLogIsSoundUnderItsKeyAndEveryTamperedCopyIsNot() throws Exception {
    Path log = Vectors.require("tlog-tiles").resolve("log");
    VerifierKey theirs =
        VerifierKey.parse(
            "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
    DirectorySource source = new DirectorySource(log);
    LogVerification result =
        Fsck.run("log", source.checkpoint(), source, List.of(theirs), Optional.empty(), n -> {});
    assertThat(result.findings()).isEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.OK);
    LogVerification tampered =
        Fsck.run(
            "log",
            source.checkpoint(),
            path ->
                source
                    .read(path)
                    .map(bytes -> {
                      byte[] bad = bytes.clone();
                      bad[bad.length - 1] ^= 4;
                      return bad;
                    }),
            List.of(theirs),
            Optional.empty(),
            n -> {});
    assertThat(tampered.verdict()).isNotEqualTo(Verdict.OK);
  }

  /** A checkpoint is a claim until something is behind it: whoever signs may claim any size. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        1_000_000,
        17_179_869_184L,
        20_000_000_000L,
        1L << 40,
        Long.MAX_VALUE - 255,
        Long.MAX_VALUE
      })
  void aCheckpointOfAHugeSizeWithNothingBehindItIsMissingAndNoError(long size) throws Exception {
    Path dir = write(5);
    Checkpoint huge = new Checkpoint("example.com/log", size, TreeHasher.emptyRoot(), List.of());
    Files.write(
        dir.resolve("checkpoint"),
        SignedCheckpoint.sign(huge, key, Optional.empty(), Instant.EPOCH).encode());
    DirectorySource source = new DirectorySource(dir);
    for (Optional<Checkpoint> kept :
        List.of(
            Optional.<Checkpoint>empty(),
            Optional.of(new Checkpoint("example.com/log", 3, TreeHasher.emptyRoot(), List.of())))) {
      LogVerification result =
          Fsck.run("x", source.checkpoint(), source, List.of(key.verifier()), kept, n -> {});
      assertThat(result.verdict()).isEqualTo(Verdict.MISSING);
      assertThat(result.coverage().isComplete()).isFalse();
      assertThat(result.tiles()).as("a bounded number of tiles is asked for").isLessThan(50_000);
    }
  }
}
