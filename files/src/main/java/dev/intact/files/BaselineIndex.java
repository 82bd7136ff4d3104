package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Look;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.StateFacts;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds single states of what is in force without reading all of it: where each piece of the
 * baseline's run begins, and in which piece the file of an inode stands. The states themselves stay
 * in the log and are proven each time. Some 16 bytes a file, 100 a piece. Thread-safe.
 */
final class BaselineIndex {

  private final ProvenEntries proven;
  private final long firstRecord;
  private final TreeMap<ByteString, Optional<ByteString>> accepted;
  private final ByteString[] begins;
  private final Inodes inodes = new Inodes();
  private final Map<Long, List<ByteString>> acceptedInodes = new HashMap<>();

  // guarded by this
  private int cached = -1;
  private List<RunEntry> cachedEntries = List.of();

  private BaselineIndex(
      ProvenEntries proven, RunRef run, TreeMap<ByteString, Optional<ByteString>> accepted)
      throws IOException {
    this.proven = proven;
    this.firstRecord = run.first();
    this.accepted = accepted;
    this.begins = new ByteString[Math.toIntExact(run.records())];
    for (int piece = 0; piece < begins.length; piece++) {
      List<RunEntry> entries = decode(piece);
      begins[piece] = entries.getFirst().path();
      for (RunEntry entry : entries) {
        Optional<Long> inode = entry.state().flatMap(BaselineIndex::inode);
        if (inode.isPresent()) {
          inodes.add(inode.get(), piece);
        }
      }
    }
    inodes.sort();
    accepted.forEach((path, state) ->
        state
            .flatMap(BaselineIndex::inode)
            .ifPresent(
                inode -> acceptedInodes.computeIfAbsent(inode, i -> new ArrayList<>()).add(path)));
  }

  /** Reads the whole run once, by a reader of its own. */
  static BaselineIndex of(Baseline baseline, ProvenEntries own) throws IOException {
    return new BaselineIndex(own, baseline.act().run(), baseline.accepted());
  }

  private static Optional<Long> inode(ByteString state) {
    return StateFacts.inodeOfRegular(state);
  }

  private List<RunEntry> decode(int piece) throws IOException {
    RunReader in = new RunReader(proven, new RunRef(firstRecord + piece, 1, ""));
    List<RunEntry> entries = new ArrayList<>();
    for (Optional<RunEntry> next = in.next(); next.isPresent(); next = in.next()) {
      entries.add(next.get());
    }
    if (entries.isEmpty()) {
      throw new IOException("record " + (firstRecord + piece) + " holds no states");
    }
    return entries;
  }

  private synchronized List<RunEntry> entries(int piece) throws IOException {
    if (piece != cached) {
      cachedEntries = decode(piece);
      cached = piece;
    }
    return cachedEntries;
  }

  /** How many pieces the baseline has. */
  int pieces() {
    return begins.length;
  }

  /** The piece in which a path would stand. */
  private int pieceOf(ByteString path) {
    int at = Arrays.binarySearch(begins, path, PathOrder.WALK);
    return at >= 0 ? at : Math.max(0, -at - 2);
  }

  /** What is in force of the paths of a piece, as far as it is there. */
  List<Expected.Entry> piece(int piece) throws IOException {
    List<Expected.Entry> found = new ArrayList<>();
    for (RunEntry entry : entries(piece)) {
      inForce(entry).ifPresent(state -> found.add(new Expected.Entry(entry.path(), state)));
    }
    return found;
  }

  private Optional<ByteString> inForce(RunEntry entry) {
    Optional<ByteString> over = accepted.get(entry.path());
    return over == null ? entry.state() : over;
  }

  /** What was accepted one by one and is there. */
  List<Expected.Entry> accepted() {
    List<Expected.Entry> found = new ArrayList<>();
    accepted.forEach((path, state) -> state.ifPresent(s -> found.add(new Expected.Entry(path, s))));
    return found;
  }

  boolean isKnown(long inode) {
    return inodes.contains(inode) || acceptedInodes.containsKey(inode);
  }

  /** Under which names a file of this number is in force. */
  List<ByteString> names(long inode) throws IOException {
    Set<ByteString> names = new HashSet<>();
    for (int piece : inodes.find(inode)) {
      for (Expected.Entry entry : piece(piece)) {
        if (inode(entry.state()).equals(Optional.of(inode))) {
          names.add(entry.path());
        }
      }
    }
    names.addAll(acceptedInodes.getOrDefault(inode, List.of()));
    return List.copyOf(names);
  }

  /** Exactly what is in force of these, in the order of a walk. */
  Expected expected(List<Look> looks) {
    return new Picked(looks);
  }

  /** Goes through the looks, and for each through the pieces that it touches. */
  private final class Picked implements Expected {
    private final List<Look> looks;
    private int look;
    private List<Entry> found = List.of();
    private int at;
    private int piece = -1; // the next to be read for a deep look; -1 to begin

    Picked(List<Look> looks) {
      this.looks = looks;
    }

    @Override
    public Optional<Entry> next() throws IOException {
      while (true) {
        if (at < found.size()) {
          return Optional.of(found.get(at++));
        }
        if (look == looks.size()) {
          return Optional.empty();
        }
        at = 0;
        found = more(looks.get(look));
      }
    }

    /** What the next piece has of a look; steps on to the next look when there is no more. */
    private List<Entry> more(Look wanted) throws IOException {
      if (!wanted.deep()) {
        look++;
        return one(wanted.path());
      }
      TreeMap<ByteString, ByteString> picked = new TreeMap<>(PathOrder.WALK);
      boolean first = piece < 0;
      int now = first ? pieceOf(wanted.path()) : piece;
      Optional<ByteString> end =
          now + 1 < begins.length ? Optional.of(begins[now + 1]) : Optional.empty();
      if (now < begins.length) {
        for (RunEntry entry : entries(now)) {
          if (PathOrder.isWithin(entry.path(), wanted.path())) {
            inForce(entry).ifPresent(state -> picked.put(entry.path(), state));
          }
        }
      }
      ByteString from = first ? wanted.path() : begins[now];
      for (var over : accepted.tailMap(from, true).entrySet()) {
        boolean within =
            PathOrder.isWithin(over.getKey(), wanted.path())
                && (end.isEmpty() || PathOrder.WALK.compare(over.getKey(), end.get()) < 0);
        if (!within) {
          break;
        }
        over.getValue().ifPresent(state -> picked.put(over.getKey(), state));
      }
      if (end.isPresent() && PathOrder.isWithin(end.get(), wanted.path())) {
        piece = now + 1;
      } else {
        piece = -1;
        look++;
      }
      return picked.entrySet().stream().map(e -> new Entry(e.getKey(), e.getValue())).toList();
    }

    private List<Entry> one(ByteString path) throws IOException {
      Optional<ByteString> over = accepted.get(path);
      if (over != null) {
        return over.map(state -> new Entry(path, state)).stream().toList();
      }
      if (begins.length == 0) {
        return List.of();
      }
      return entries(pieceOf(path)).stream()
          .filter(e -> e.path().equals(path))
          .flatMap(e -> e.state().stream())
          .map(state -> new Entry(path, state))
          .toList();
    }
  }
}
