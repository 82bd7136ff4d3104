package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.log.journal.Journal;
import dev.intact.log.journal.JournalPosition;
import dev.intact.log.storage.Storage;
import dev.intact.merkle.Hash;
import dev.intact.merkle.MerkleRoots;
import dev.intact.merkle.TreeHasher;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.MissingTileException;
import dev.intact.tile.TileFormatException;
import dev.intact.tile.TilePath;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The growing right edge of one tree: the partial tile of every level, and the entries of the last
 * bundle that are not in a file yet. Full tiles are written as they fill; {@link #flush} writes the
 * partials of the present size.
 *
 * <p>Files are written but not yet durable; what they replace is deleted only after {@link synced}.
 * Until then the journal holds everything. Guarded by its log's lock.
 *
 * <p>Where the files of the edge turn out to be damaged, nothing can be built upon them: a blocked
 * tail only remembers where the journal holds what it is given, keeps the journal from giving that
 * up, and writes nothing any more.
 */
final class TreeTail {

  /** An entry in no file yet: in memory while there is room, else where the journal holds it. */
  private record Entry(JournalPosition position, Optional<byte[]> bytes) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** The partial tile of one level. */
  private static final class Level {
    byte[] hashes = new byte[8 * Hash.SIZE];
    long tile;
    int width;
    int flushedWidth;

    void add(byte[] source, int offset) {
      if ((width + 1) * Hash.SIZE > hashes.length) {
        hashes = Arrays.copyOf(hashes, Math.min(Tiles.FULL_BYTES, hashes.length * 2));
      }
      System.arraycopy(source, offset, hashes, width * Hash.SIZE, Hash.SIZE);
      width++;
    }
  }

  private final Storage storage;
  private final Journal journal;
  private final TailMemory memory;
  private final String base;
  private final TreeHasher hasher = new TreeHasher();
  private final List<Level> levels = new ArrayList<>();
  private final List<Entry> pending = new ArrayList<>();
  private final List<String> unsynced = new ArrayList<>();
  private final List<String> obsolete = new ArrayList<>();
  private long size;
  private long flushedSize;
  private int bundleFlushed;
  private boolean blocked;
  private long heldFrom = Long.MAX_VALUE;

  // what the registry called durable when this was loaded
  private long loadedSize;

  /**
   * For every batch not yet known durable: the first size it brought and its sequence number,
   * ascending.
   */
  private final java.util.ArrayDeque<long[]> batches = new java.util.ArrayDeque<>();

  TreeTail(Storage storage, Journal journal, TailMemory memory, String base) {
    this.storage = storage;
    this.journal = journal;
    this.memory = memory;
    this.base = base;
    levels.add(new Level());
  }

  /**
   * Loads the right edge of a size whose partials are all in files.
   *
   * @throws DamageException if they are not, or cannot be read
   */
  static TreeTail load(Storage storage, Journal journal, TailMemory memory, String base, long size)
      throws DamageException {
    TreeTail tail = new TreeTail(storage, journal, memory, base);
    LogTiles tiles = new LogTiles(storage, base);
    try {
      for (int level = 0; level == 0 || Tiles.hashes(level, size) > 0; level++) {
        Level edge = level == 0 ? tail.levels.getFirst() : new Level();
        if (level > 0) {
          tail.levels.add(edge);
        }
        loadEdge(edge, tiles, level, size);
      }
    } catch (IOException e) {
      throw DamageException.of(e);
    }
    tail.startAt(size);
    return tail;
  }

  private static void loadEdge(Level edge, LogTiles tiles, int level, long size)
      throws IOException {
    long hashes = Tiles.hashes(level, size);
    edge.tile = hashes / Tiles.WIDTH;
    edge.width = (int) (hashes % Tiles.WIDTH);
    edge.flushedWidth = edge.width;
    if (edge.width > 0) {
      HashTilePath path = new HashTilePath(level, edge.tile, edge.width);
      byte[] read = tiles.read(path).orElseThrow(() -> new MissingTileException(path));
      if (read.length != edge.width * Hash.SIZE) {
        throw new TileFormatException(path.path() + " has " + read.length + " bytes");
      }
      edge.hashes = read;
    }
  }

  /** A tail of which nothing is known but its size. */
  static TreeTail blocked(
      Storage storage, Journal journal, TailMemory memory, String base, long size) {
    TreeTail tail = new TreeTail(storage, journal, memory, base);
    tail.startAt(size);
    tail.block();
    return tail;
  }

  private void startAt(long at) {
    size = at;
    flushedSize = at;
    loadedSize = at;
    bundleFlushed = levels.getFirst().width;
  }

  /** From now on it only remembers. */
  void block() {
    blocked = true;
  }

  boolean isBlocked() {
    return blocked;
  }

  /** The journal must not give up this batch: it may hold what the damaged files do not. */
  void hold(long lsn) {
    heldFrom = Math.min(heldFrom, lsn);
  }

  long size() {
    return size;
  }

  /** Everything below is in files: full tiles and the partials of this size. */
  long flushedSize() {
    return flushedSize;
  }

  /** Entries below are in files. */
  long filedSize() {
    return size - pending.size();
  }

  /** The batch of the first entry at or behind a durable size; earlier ones are forgotten. */
  long lsnBehind(long durable) {
    long[] first = batches.peekFirst();
    while (batches.size() > 1 && secondBegin() <= durable) {
      batches.removeFirst();
      first = batches.peekFirst();
    }
    if (durable >= size) {
      batches.clear();
    }
    return Math.min(heldFrom, batches.isEmpty() || first == null ? Long.MAX_VALUE : first[1]);
  }

  private long secondBegin() {
    java.util.Iterator<long[]> it = batches.iterator();
    it.next();
    return it.next()[0];
  }

  /**
   * Adds an entry.
   *
   * @throws DamageException if the edge in files is damaged; the entry is taken all the same, and
   *     the tail is blocked
   * @throws IOException if storage fails
   */
  void append(Hash leaf, byte[] bytes, JournalPosition position, long lsn) throws IOException {
    boolean held = !blocked && memory.hold(bytes);
    pending.add(new Entry(position, held ? Optional.of(bytes) : Optional.empty()));
    long[] last = batches.peekLast();
    if (last == null || last[1] != lsn) {
      batches.addLast(new long[] {size, lsn});
    }
    size++;
    if (blocked) {
      return;
    }
    Level bottom = levels.getFirst();
    bottom.add(leaf.toBytes(), 0);
    if (bottom.width == Tiles.WIDTH) {
      completeBundle(bottom.tile);
      complete(0);
    }
  }

  private void completeBundle(long tile) throws IOException {
    writeReplacing(new EntryBundlePath(tile, Tiles.WIDTH), bundle(), bundleFlushed);
    forgetPending();
    bundleFlushed = 0;
  }

  /** The bytes of the last bundle: what its partial file holds, and what came since. */
  private byte[] bundle() throws IOException {
    List<byte[]> entries = new ArrayList<>(bundleFlushed + pending.size());
    if (bundleFlushed > 0) {
      EntryBundle flushed = flushedBundle();
      for (int i = 0; i < bundleFlushed; i++) {
        entries.add(flushed.entry(i));
      }
    }
    for (Entry entry : pending) {
      entries.add(bytes(entry));
    }
    return EntryBundle.encode(entries);
  }

  private EntryBundle flushedBundle() throws DamageException {
    EntryBundlePath path = new EntryBundlePath(levels.getFirst().tile, bundleFlushed);
    try {
      byte[] read =
          new LogTiles(storage, base).read(path).orElseThrow(() -> new MissingTileException(path));
      return EntryBundle.parse(read, bundleFlushed);
    } catch (IOException e) {
      block();
      throw DamageException.of(e);
    }
  }

  private byte[] bytes(Entry entry) throws IOException {
    return entry.bytes().isPresent() ? entry.bytes().get() : journal.read(entry.position());
  }

  private void forgetPending() {
    pending.forEach(entry -> entry.bytes().ifPresent(memory::release));
    pending.clear();
  }

  /** Writes a full tile of hashes and passes its root up. */
  private void complete(int level) throws IOException {
    Level full = levels.get(level);
    writeReplacing(
        new HashTilePath(level, full.tile, Tiles.WIDTH), full.hashes.clone(), full.flushedWidth);
    Hash root = hasher.fold(full.hashes, 0, Tiles.WIDTH);
    full.tile++;
    full.width = 0;
    full.flushedWidth = 0;
    if (levels.size() == level + 1) {
      levels.add(new Level());
    }
    Level above = levels.get(level + 1);
    above.add(root.toBytes(), 0);
    if (above.width == Tiles.WIDTH) {
      complete(level + 1);
    }
  }

  /** Writes the partials of the present size. Cheap if nothing was appended since. */
  void flush() throws IOException {
    if (flushedSize == size || blocked) {
      return;
    }
    Level bottom = levels.getFirst();
    if (bottom.width > bundleFlushed) {
      writeReplacing(new EntryBundlePath(bottom.tile, bottom.width), bundle(), bundleFlushed);
      bundleFlushed = bottom.width;
      forgetPending();
    }
    for (int l = 0; l < levels.size(); l++) {
      Level level = levels.get(l);
      if (level.width > level.flushedWidth) {
        byte[] hashes = Arrays.copyOf(level.hashes, level.width * Hash.SIZE);
        writeReplacing(new HashTilePath(l, level.tile, level.width), hashes, level.flushedWidth);
        level.flushedWidth = level.width;
      }
    }
    flushedSize = size;
  }

  /**
   * Deletes partials that a run before has written behind the durable size and not synced: a power
   * cut may have torn them, and a torn one would be read for its width. Call after {@link #flush},
   * before anybody reads.
   */
  void sweepStrays() throws IOException {
    if (loadedSize == size || blocked) {
      return;
    }
    for (int l = 0; l < levels.size(); l++) {
      long durable = Tiles.hashes(l, loadedSize);
      for (long tile = durable / Tiles.WIDTH; tile <= levels.get(l).tile; tile++) {
        int kept = tile == durable / Tiles.WIDTH ? (int) (durable % Tiles.WIDTH) : 0;
        sweepStrays(new HashTilePath(l, tile, Tiles.WIDTH), kept, levels.get(l));
        if (l == 0) {
          sweepStrays(new EntryBundlePath(tile, Tiles.WIDTH), kept, levels.get(l));
        }
      }
    }
  }

  private void sweepStrays(TilePath full, int kept, Level edge) throws IOException {
    String partials = base + full.path() + ".p/";
    for (String name : storage.list(partials.substring(0, partials.length() - 1))) {
      boolean current = full.index() == edge.tile && name.equals(String.valueOf(edge.width));
      if (!current && !name.equals(String.valueOf(kept))) {
        storage.deleteDurable(partials + name);
      }
    }
  }

  private void writeReplacing(TilePath path, byte[] bytes, int replacedWidth) throws IOException {
    String file = base + path.path();
    storage.write(file, bytes);
    unsynced.add(file);
    if (replacedWidth > 0) {
      obsolete.add(base + path.full().path() + ".p/" + replacedWidth);
    }
  }

  /** What must be synced, and what may be deleted after that, for the flushed size. */
  record Unsynced(long flushedSize, List<String> paths, List<String> obsolete) {}

  Unsynced takeUnsynced() {
    Unsynced taken = new Unsynced(flushedSize, List.copyOf(unsynced), List.copyOf(obsolete));
    unsynced.clear();
    obsolete.clear();
    return taken;
  }

  boolean hasUnsynced() {
    return !unsynced.isEmpty();
  }

  int obsoleteFiles() {
    return obsolete.size();
  }

  /** The root of the present size, from the tiles in memory. */
  Hash root() throws IOException {
    if (blocked) {
      throw new DamageException(Verdict.UNVERIFIABLE, "the right edge is damaged");
    }
    List<byte[]> edges = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (Level level : levels) {
      edges.add(Arrays.copyOf(level.hashes, level.width * Hash.SIZE));
      widths.add(level.width);
    }
    return MerkleRoots.ofEdges(edges, widths, hasher);
  }

  /** An entry that is in no file yet. */
  Optional<byte[]> pendingEntry(long index) throws IOException {
    long first = size - pending.size();
    if (index < first || index >= size) {
      return Optional.empty();
    }
    Entry entry = pending.get((int) (index - first));
    return Optional.of(bytes(entry));
  }
}
