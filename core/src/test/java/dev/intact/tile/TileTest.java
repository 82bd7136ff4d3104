package dev.intact.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.SignedCheckpoint;
import dev.intact.testkit.Gen;
import dev.intact.testkit.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TileTest {

  @Test
  void pathsAreThoseOfTheSpecification() {
    assertThat(new HashTilePath(0, 1234067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new HashTilePath(1, 0, 3).path()).isEqualTo("tile/1/000.p/3");
    assertThat(new EntryBundlePath(273, 112).path()).isEqualTo("tile/entries/273.p/112");
  }

  @Test
  void everyPathReadsBackAsWritten() {
    long[] indices = {0, 1, 999, 1000, 999_999, 1_000_000, 999_999_999, Long.MAX_VALUE / 256};
    for (long index : indices) {
      for (int width : new int[] {1, 255, 256}) {
        for (TilePath path :
            List.of(new HashTilePath(63, index, width), new EntryBundlePath(index, width))) {
          assertThat(parsed(path.path())).isEqualTo(path);
        }
      }
    }
  }

  private static TilePath parsed(String path) {
    try {
      return TilePath.parse(path);
    } catch (TileFormatException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile",
        "tile/0",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/x00/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000/",
        "/tile/0/000",
        "tile/entry/000",
        "tile/0/../000",
        "tile/0/x001/x234/67",
        "tile/0/001/002",
        "tile/0/000\n",
        "tile/0/٠٠٠"
      })
  void refusesEveryOtherPath(String path) {
    assertThatThrownBy(() -> TilePath.parse(path)).isInstanceOf(TileFormatException.class);
  }

  @Test
  void neverParsesWhatItWouldNotWrite() {
    byte[] seed = "tile/0/x001/x234/067.p/12".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Gen.check(
        5000,
        20,
        (random, size) -> {
          byte[] fuzzed = seed;
          for (int i = 0; i < 1 + random.nextInt(3); i++) {
            fuzzed = Gen.mutate(random, fuzzed);
          }
          String text = new String(fuzzed, java.nio.charset.StandardCharsets.ISO_8859_1);
          try {
            assertThat(TilePath.parse(text).path()).isEqualTo(text);
          } catch (TileFormatException refused) {
            assertThat(refused).hasMessageContaining("tile path");
          }
        });
  }

  @Test
  void aTreeOfSeventyThousandHasTheTilesOfTheReference() {
    assertThat(Tiles.needed(70_000)).hasSize(274 * 2 + 2 + 1);
    assertThat(Tiles.width(0, 273, 70_000)).isEqualTo(112);
    assertThat(Tiles.width(1, 1, 70_000)).isEqualTo(17);
    assertThat(Tiles.width(2, 0, 70_000)).isEqualTo(1);
    assertThat(Tiles.width(1, 0, 256)).isEqualTo(1);
    assertThat(Tiles.width(0, 1, 256)).isZero();
  }

  @Test
  void bundlesReadBackAndEveryCutOrSurplusIsRefused() throws Exception {
    List<byte[]> entries =
        List.of(new byte[0], new byte[] {1}, new byte[300], new byte[EntryBundle.MAX_ENTRY]);
    byte[] bundle = EntryBundle.encode(entries);
    EntryBundle parsed = EntryBundle.parse(bundle, 4);
    for (int i = 0; i < 4; i++) {
      assertThat(parsed.entry(i)).isEqualTo(entries.get(i));
    }
    assertThat(parsed.prefix(2)).isEqualTo(EntryBundle.encode(entries.subList(0, 2)));
    for (int cut = 0; cut < 310; cut++) {
      byte[] shorter = java.util.Arrays.copyOf(bundle, bundle.length - 1 - cut);
      assertThatThrownBy(() -> EntryBundle.parse(shorter, 4))
          .isInstanceOf(TileFormatException.class);
    }
    byte[] longer = java.util.Arrays.copyOf(bundle, bundle.length + 1);
    assertThatThrownBy(() -> EntryBundle.parse(longer, 4)).isInstanceOf(TileFormatException.class);
    assertThatThrownBy(() -> EntryBundle.parse(bundle, 3)).isInstanceOf(TileFormatException.class);
    assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void someoneElsesLogHasTheRootOfItsCheckpointAtEverySize() throws Exception {
    Path log = Vectors.require("tlog-tiles").resolve("log");
    TileReader reader =
        path -> {
          Path file = log.resolve(path.path());
          return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        };
    TreeHasher hasher = new TreeHasher();
    for (int size = 1; size <= 15; size++) {
      Hash root =
          SignedCheckpoint.parse(Files.readAllBytes(log.resolve("checkpoint." + size)))
              .checkpoint()
              .root();
      EntryBundle bundle =
          EntryBundle.parse(reader.read(new EntryBundlePath(0, size)).orElseThrow(), size);
      CompactRange range = CompactRange.empty(0);
      for (int i = 0; i < size; i++) {
        range.append(hasher.leaf(bundle.entry(i)), hasher);
      }
      assertThat(range.root(hasher)).isEqualTo(root);
      assertThat(ProofBuilder.root(new TileNodes(reader, size), size)).isEqualTo(root);
    }
    assertThat(Json.parse(Files.readAllBytes(log.resolveSibling("expected.json")), JsonLimits.ECMA))
        .isNotNull();
  }

  @Test
  void nodesOfTilesAreThoseOfTheTree() throws Exception {
    int size = 700;
    TreeHasher hasher = new TreeHasher();
    List<Hash> leaves = new ArrayList<>();
    byte[] hashes = new byte[size * Hash.SIZE];
    for (int i = 0; i < size; i++) {
      leaves.add(hasher.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
      leaves.get(i).copyTo(hashes, i * Hash.SIZE);
    }
    TileReader reader =
        path -> {
          HashTilePath tile = (HashTilePath) path;
          byte[] out = new byte[tile.width() * Hash.SIZE];
          for (int i = 0; i < tile.width(); i++) {
            int from = (int) (tile.index() * 256 + i) << (8 * tile.level());
            int to = from + (1 << (8 * tile.level()));
            hasher.root(leaves.subList(from, to)).copyTo(out, i * Hash.SIZE);
          }
          return Optional.of(out);
        };
    TileNodes nodes = new TileNodes(reader, size);
    for (int level = 0; level < 10; level++) {
      for (int index = 0; (index + 1) << level <= size; index++) {
        assertThat(nodes.node(level, index))
            .isEqualTo(hasher.root(leaves.subList(index << level, (index + 1) << level)));
      }
    }
    assertThatThrownBy(() -> nodes.node(8, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
