package dev.intact.log.fsck;

import dev.intact.finding.Coverage;
import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.TilePath;
import dev.intact.tile.TileReader;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Verifies a log of a checkpoint that the caller trusts: reads every entry and every tile again,
 * hashes the entries, recomputes the tree, and compares all of it. Nothing that was computed before
 * is believed.
 *
 * <p>Which part was changed follows from what agrees. The tiles above level 0 are recomputed from
 * the entries; where an entry disagrees with its slot in the level-0 tile, the one that leads to
 * the checkpoint's root is the true one. If the stored tile leads there, the entry was changed, and
 * the tile's hash is what it should be.
 *
 * <p>Works on all cores; holds one bundle a core and 32 bytes for every 256 entries.
 */
public final class LogVerifier {

  private static final long MAX_FINDINGS = 10_000;

  /** So many tiles that are not there say enough; a claimed size alone may call for billions. */
  private static final long MAX_ABSENT = 10_000;

  /** One hash for every bundle, in one array. */
  private static final long MAX_BUNDLES = Integer.MAX_VALUE / Hash.SIZE - 1;

  private final TileReader reader;
  private final Checkpoint checkpoint;
  private final Supplier<EntryCheck> checks;
  private final LongConsumer progress;
  private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong checked = new AtomicLong();
  private final AtomicLong tilesRead = new AtomicLong();
  private final AtomicLong absent = new AtomicLong();
  private final long from;
  private final long to;

  /** Roots of the entries of those bundles that differ from their tile. */
  private final Map<Integer, Hash> differing = new ConcurrentHashMap<>();

  /**
   * A verifier of a whole log.
   *
   * @param reader its tiles, untrusted
   * @param checkpoint its head, trusted by the caller
   * @param checks makes what looks at the entries of a bundle, on one thread
   * @param progress told how many entries are done, from several threads
   */
  public LogVerifier(
      TileReader reader,
      Checkpoint checkpoint,
      Supplier<EntryCheck> checks,
      LongConsumer progress) {
    this(reader, checkpoint, 0, checkpoint.size(), checks, progress);
  }

  /**
   * A verifier of a range: the entries of the range are read, the rest of the tree is taken from
   * the tiles, which are proven against the root.
   *
   * @param reader its tiles, untrusted
   * @param checkpoint its head, trusted by the caller
   * @param from first entry
   * @param to behind the last entry
   * @param checks makes what looks at the entries of a bundle, on one thread
   * @param progress told how many entries are done
   */
  public LogVerifier(
      TileReader reader,
      Checkpoint checkpoint,
      long from,
      long to,
      Supplier<EntryCheck> checks,
      LongConsumer progress) {
    if (from < 0 || to < from || to > checkpoint.size()) {
      throw new IllegalArgumentException(
          "no range [" + from + ", " + to + ") in a log of " + checkpoint.size());
    }
    this.reader = reader;
    this.checkpoint = checkpoint;
    this.checks = checks;
    this.progress = progress;
    this.from = from;
    this.to = to;
  }

  /**
   * Verifies.
   *
   * @return everything that was found
   */
  public LogVerification verify() {
    long start = System.nanoTime();
    long size = checkpoint.size();
    if (bundles(size) > maxBundles()) {
      beyond(size);
      return result(start);
    }
    int bundles = (int) bundles(size);
    byte[] roots = new byte[Math.max(1, bundles) * Hash.SIZE];
    boolean[] known = new boolean[bundles];
    LongStream.range(0, bundles).parallel().forEach(n -> bundle(n, roots, known));
    repairTiles(roots, known);
    Optional<Hash> stored = upperLevels(roots, known, size);
    compareRoot(stored, known);
    return result(start);
  }

  private static long bundles(long size) {
    return size / Tiles.WIDTH + (size % Tiles.WIDTH == 0 ? 0 : 1);
  }

  /** What fits one array, and a third of the memory that the program may have. */
  private static long maxBundles() {
    return Math.min(MAX_BUNDLES, Runtime.getRuntime().maxMemory() / 3 / (Hash.SIZE + 1));
  }

  /**
   * A size that nobody could recompute here. It may be a mere claim: then its last tile is not
   * there.
   */
  private void beyond(long size) {
    long last = bundles(size) - 1;
    Optional<byte[]> unused = read(new HashTilePath(0, last, Tiles.width(0, last, size)));
    found(
        Finding.of(
            Verdict.UNVERIFIABLE,
            checkpoint.origin(),
            "the checkpoint claims "
                + size
                + " entries; with this much memory at most "
                + maxBundles() * Tiles.WIDTH
                + " can be recomputed"));
  }

  private LogVerification result(long start) {
    long size = checkpoint.size();
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.replaceAll(EntryFindings.moved(sorted));
    sorted.sort(java.util.Comparator.comparingLong(f -> f.index().orElse(Long.MAX_VALUE)));
    return new LogVerification(
        checkpoint.origin(),
        size,
        checkpoint.root().hex(),
        sorted,
        new Coverage(checked.get(), to - from),
        tilesRead.get(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Where the entries lead to the root and the tiles do not, the tiles were changed, and the
   * entries are what they should be.
   */
  private void repairTiles(byte[] roots, boolean[] known) {
    if (differing.isEmpty() || !allKnown(known, 0, known.length)) {
      return;
    }
    byte[] byEntries = roots.clone();
    differing.forEach((n, root) -> root.copyTo(byEntries, n * Hash.SIZE));
    TreeHasher hasher = new TreeHasher();
    if (rootOf(byEntries, known.length, checkpoint.size(), hasher).equals(checkpoint.root())) {
      System.arraycopy(byEntries, 0, roots, 0, roots.length);
      findings.replaceAll(EntryFindings::ofTile);
    }
  }

  private void bundle(long number, byte[] roots, boolean[] known) {
    if (absent.get() >= MAX_ABSENT) {
      return; // said already; what is not read is not covered
    }
    int width = Tiles.width(0, number, checkpoint.size());
    HashTilePath tilePath = new HashTilePath(0, number, width);
    Optional<byte[]> tile = read(tilePath).filter(t -> hasLength(tilePath, t));
    TreeHasher hasher = new TreeHasher();
    long first = number * Tiles.WIDTH;
    boolean inRange = first < to && first + width > from;
    Optional<byte[]> leaves = inRange ? leaves(number, width, tile, hasher) : tile;
    if (tile.isPresent() && leaves.isPresent() && !Arrays.equals(tile.get(), leaves.get())) {
      differing.put((int) number, subtreeRoot(leaves.get().clone(), width, hasher));
    }
    // The tile is what the entries are measured by; only where it is gone do they stand for it.
    Optional<byte[]> level0 = tile.or(() -> leaves);
    if (level0.isPresent()) {
      subtreeRoot(level0.get().clone(), width, hasher).copyTo(roots, (int) number * Hash.SIZE);
      known[(int) number] = true;
    }
  }

  private static Hash subtreeRoot(byte[] hashes, int width, TreeHasher hasher) {
    if (width == Tiles.WIDTH) {
      return hasher.fold(hashes, 0, width);
    }
    CompactRange range = CompactRange.empty(0);
    for (int i = 0; i < width; i++) {
      range.append(Hash.copyOf(hashes, i * Hash.SIZE), hasher);
    }
    return range.root(hasher);
  }

  /**
   * The leaf hashes of a bundle's entries, each compared with its slot; empty if not all could be
   * read.
   */
  private Optional<byte[]> leaves(
      long number, int width, Optional<byte[]> tile, TreeHasher hasher) {
    EntryBundlePath path = new EntryBundlePath(number, width);
    Optional<byte[]> bytes = read(path);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    EntryBundle bundle = EntryBundle.scan(bytes.get(), width);
    byte[] leaves = new byte[width * Hash.SIZE];
    long first = number * Tiles.WIDTH;
    EntryCheck check = checks.get();
    for (int i = 0; i < bundle.count(); i++) {
      hasher.leaf(bundle.bytes(), bundle.offset(i), bundle.length(i), leaves, i * Hash.SIZE);
      long index = first + i;
      if (index >= from && index < to) {
        boolean sound = compare(index, i, bundle, leaves, tile);
        check.entry(index, sound, bundle.bytes(), bundle.offset(i), bundle.length(i), this::found);
      }
    }
    reportDamage(bytes.get(), bundle, path, first);
    long done = Math.max(0, Math.min(to, first + bundle.count()) - Math.max(from, first));
    checked.addAndGet(done);
    progress.accept(done);
    return bundle.count() == width ? Optional.of(leaves) : Optional.empty();
  }

  private boolean compare(
      long index, int i, EntryBundle bundle, byte[] leaves, Optional<byte[]> tile) {
    if (tile.isEmpty()
        || Arrays.equals(
            leaves,
            i * Hash.SIZE,
            (i + 1) * Hash.SIZE,
            tile.get(),
            i * Hash.SIZE,
            (i + 1) * Hash.SIZE)) {
      return true;
    }
    String expected = Hash.copyOf(tile.get(), i * Hash.SIZE).hex();
    String actual = Hash.copyOf(leaves, i * Hash.SIZE).hex();
    String stored = java.util.Base64.getEncoder().encodeToString(bundle.entry(i));
    found(
        Finding.of(
                Verdict.CONTENT_TAMPERED,
                checkpoint.origin(),
                "the stored entry is not the one that was committed to")
            .at(index)
            .comparing(expected, actual)
            .with(new Evidence("stored_entry", "base64", stored)));
    return false;
  }

  private void reportDamage(byte[] bytes, EntryBundle bundle, EntryBundlePath path, long first) {
    if (bundle.count() < path.width()) {
      found(
          Finding.of(
                  Verdict.MISSING,
                  checkpoint.origin(),
                  path.path()
                      + " ends early: entries "
                      + (first + bundle.count())
                      + " to "
                      + (first + path.width() - 1)
                      + " are not there")
              .at(first + bundle.count()));
      return;
    }
    int used = bundle.offset(path.width() - 1) + bundle.length(path.width() - 1);
    if (used != bytes.length) {
      found(
          Finding.of(
              Verdict.CONTENT_TAMPERED,
              checkpoint.origin(),
              path.path() + " has " + (bytes.length - used) + " bytes behind its last entry"));
    }
  }

  /**
   * Recomputes every level above and compares it with the tiles at rest; gives the root that level
   * 0 leads to.
   */
  private Optional<Hash> upperLevels(byte[] roots, boolean[] known, long size) {
    TreeHasher hasher = new TreeHasher();
    byte[] below = roots;
    boolean[] belowKnown = known;
    for (int level = 1; Tiles.hashes(level, size) > 0; level++) {
      int hashes = Math.toIntExact(Tiles.hashes(level, size));
      int tiles = (hashes + Tiles.WIDTH - 1) / Tiles.WIDTH;
      byte[] above = new byte[tiles * Hash.SIZE];
      boolean[] aboveKnown = new boolean[tiles];
      for (int n = 0; n < tiles; n++) {
        upperTile(new HashTilePath(level, n, Tiles.width(level, n, size)), below, belowKnown);
        int width = Tiles.width(level, n, size);
        boolean all = allKnown(belowKnown, n * Tiles.WIDTH, width);
        if (all && width == Tiles.WIDTH) {
          byte[] work = Arrays.copyOfRange(below, n * Tiles.FULL_BYTES, (n + 1) * Tiles.FULL_BYTES);
          hasher.fold(work, 0, width).copyTo(above, n * Hash.SIZE);
        }
        aboveKnown[n] = all;
      }
      below = above;
      belowKnown = aboveKnown;
    }
    return allKnown(known, 0, known.length)
        ? Optional.of(rootOf(roots, known.length, size, hasher))
        : Optional.empty();
  }

  private static boolean allKnown(boolean[] known, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (!known[i]) {
        return false;
      }
    }
    return true;
  }

  private static Hash rootOf(byte[] roots, int bundles, long size, TreeHasher hasher) {
    if (size == 0) {
      return TreeHasher.emptyRoot();
    }
    int full = (int) (size / Tiles.WIDTH);
    CompactRange range = CompactRange.empty(0);
    for (int i = 0; i < full; i++) {
      range.appendNode(Tiles.HEIGHT, Hash.copyOf(roots, i * Hash.SIZE), hasher);
    }
    if (full == bundles) {
      return range.root(hasher);
    }
    Hash last = Hash.copyOf(roots, full * Hash.SIZE);
    List<Hash> left = range.hashes();
    for (int i = left.size() - 1; i >= 0; i--) {
      last = hasher.node(left.get(i), last);
    }
    return last;
  }

  private void upperTile(HashTilePath path, byte[] below, boolean[] known) {
    Optional<byte[]> tile = read(path).filter(t -> hasLength(path, t));
    if (tile.isEmpty()) {
      return;
    }
    int first = (int) path.index() * Tiles.WIDTH;
    for (int i = 0; i < path.width(); i++) {
      Hash stored = Hash.copyOf(tile.get(), i * Hash.SIZE);
      Hash computed = Hash.copyOf(below, (first + i) * Hash.SIZE);
      if (known[first + i] && !stored.equals(computed)) {
        found(
            Finding.of(
                    Verdict.CONTENT_TAMPERED,
                    checkpoint.origin(),
                    "hash " + i + " of " + path.path() + " does not follow from the tile below it")
                .comparing(computed.hex(), stored.hex()));
      }
    }
  }

  private void compareRoot(Optional<Hash> stored, boolean[] known) {
    if (stored.isEmpty()) {
      long missing = 0;
      for (boolean k : known) {
        missing += k ? 0 : 1;
      }
      found(
          Finding.of(
              Verdict.UNVERIFIABLE,
              checkpoint.origin(),
              "the root cannot be recomputed: "
                  + missing
                  + " of "
                  + known.length
                  + " level-0 tiles are not there"
                  + (absent.get() >= MAX_ABSENT ? " or were not asked for any more" : "")));
    } else if (!stored.get().equals(checkpoint.root())) {
      found(
          Finding.of(
                  Verdict.FORKED,
                  checkpoint.origin(),
                  "the tiles at rest are not the tree of the checkpoint of size "
                      + checkpoint.size())
              .comparing(checkpoint.root().hex(), stored.get().hex()));
    }
  }

  private Optional<byte[]> read(TilePath path) {
    try {
      Optional<byte[]> bytes = reader.read(path);
      tilesRead.incrementAndGet();
      if (bytes.isEmpty()) {
        absent.incrementAndGet();
        found(
            at(
                path,
                Finding.of(Verdict.MISSING, checkpoint.origin(), path.path() + " is not there")));
      }
      return bytes;
    } catch (IOException e) {
      found(
          at(
              path,
              Finding.of(
                  Verdict.UNVERIFIABLE,
                  checkpoint.origin(),
                  path.path() + " cannot be read: " + e.getMessage())));
      return Optional.empty();
    }
  }

  private static Finding at(TilePath path, Finding finding) {
    return path instanceof EntryBundlePath ? finding.at(path.index() * Tiles.WIDTH) : finding;
  }

  private boolean hasLength(HashTilePath path, byte[] tile) {
    if (tile.length == path.width() * Hash.SIZE) {
      return true;
    }
    found(
        Finding.of(
            Verdict.CONTENT_TAMPERED,
            checkpoint.origin(),
            path.path()
                + " has "
                + tile.length
                + " bytes, it should have "
                + path.width() * Hash.SIZE));
    return false;
  }

  private void found(Finding finding) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    }
  }
}
