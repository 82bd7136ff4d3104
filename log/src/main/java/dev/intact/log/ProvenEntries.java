package dev.intact.log;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.log.fsck.LogVerification;
import dev.intact.log.fsck.LogVerifier;
import dev.intact.log.sign.SignedState;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.InclusionProof;
import dev.intact.merkle.NodeReader;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.merkle.RangeProof;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.MissingTileException;
import dev.intact.tile.TileNodes;
import dev.intact.tile.TileReader;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Reads entries from storage and gives none away that does not lead to a head which the caller
 * trusts. What fails is looked into, so that the refusal says what was changed. Not thread-safe;
 * remembers the tiles it has read, so make one for each request.
 */
public final class ProvenEntries {

  private final TileReader tiles;
  private final Checkpoint head;
  private final NodeReader nodes;
  private final TreeHasher hasher = new TreeHasher();
  private Optional<EntryBundle> last = Optional.empty();
  private long lastNumber = -1;

  /**
   * A reader.
   *
   * @param tiles tiles and bundles, untrusted
   * @param head size and root, trusted by the caller
   */
  public ProvenEntries(TileReader tiles, Checkpoint head) {
    this.tiles = tiles;
    this.head = head;
    this.nodes = new TileNodes(tiles, head.size());
  }

  /**
   * A reader of the first entries of a log, which are signed for it if they are not yet. The head
   * is the signer's memory, not the checkpoint at rest: only it lies outside the store.
   *
   * @param store holds the log
   * @param log which
   * @param size how many entries it must cover, at most {@link Log#size}
   * @return the reader; fails with a {@link LogException}
   */
  public static CompletableFuture<ProvenEntries> signed(LogStore store, Log log, long size) {
    return log.publish(size)
        .thenApply(published -> {
          Checkpoint at = published.checkpoint();
          SignedState signed =
              store.signer().lastSigned(log.origin()).orElse(new SignedState(at.size(), at.root()));
          return new ProvenEntries(
              log.tiles(), new Checkpoint(log.origin(), signed.size(), signed.root(), List.of()));
        });
  }

  /** An entry and the way from it to the root. */
  record Proven(byte[] entry, InclusionProof proof) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /**
   * The head that everything is proven against.
   *
   * @return as given
   */
  public Checkpoint head() {
    return head;
  }

  /**
   * One entry.
   *
   * @param index its index, below the head's size
   * @return the leaf bytes, proven
   * @throws LogRangeException if the head has no such entry
   * @throws TamperedException if it does not lead to the root, is missing, or cannot be read
   */
  public byte[] entry(long index) throws LogRangeException, TamperedException {
    return proven(index).entry();
  }

  /**
   * The proof of one entry, verified.
   *
   * @param index its index, below the head's size
   * @return the way from the entry to the root
   * @throws LogRangeException if the head has no such entry
   * @throws TamperedException if it does not lead to the root, is missing, or cannot be read
   */
  public InclusionProof inclusion(long index) throws LogRangeException, TamperedException {
    return proven(index).proof();
  }

  private Proven proven(long index) throws LogRangeException, TamperedException {
    requireRange(index, index + 1);
    try {
      byte[] entry = bundle(index / Tiles.WIDTH).entry((int) (index % Tiles.WIDTH));
      InclusionProof proof = ProofBuilder.inclusion(nodes, index, head.size());
      ProofVerifier.inclusion(hasher.leaf(entry), proof, head.root());
      return new Proven(entry, proof);
    } catch (IOException | ProofException e) {
      throw tampered(index, index + 1, e);
    }
  }

  /**
   * Reads every entry and tile of a range and the tree above it, before any of it is used.
   *
   * @param from first entry
   * @param to behind the last
   * @throws LogRangeException if the range is not within the head
   * @throws TamperedException with the gravest of what does not agree
   */
  public void check(long from, long to) throws LogRangeException, TamperedException {
    check(from, to, () -> EntryCheck.NONE);
  }

  /**
   * The same, and what else the caller asks of the entries.
   *
   * @param from first entry
   * @param to behind the last
   * @param checks makes what looks at the entries of a bundle, on one thread
   * @throws LogRangeException if the range is not within the head
   * @throws TamperedException with the gravest of what does not agree
   */
  public void check(long from, long to, Supplier<EntryCheck> checks)
      throws LogRangeException, TamperedException {
    requireRange(from, to);
    Optional<Finding> found = gravest(from, to, checks);
    if (found.isPresent()) {
      throw new TamperedException(found.get());
    }
  }

  /**
   * Entries in ascending order, in bounded memory. What the visitor has made of them counts only if
   * this returns: the proof is complete with the last one.
   *
   * @param from first entry
   * @param to behind the last
   * @param visitor sees each
   * @throws LogRangeException if the range is not within the head
   * @throws TamperedException if they do not lead to the root, or cannot be read
   * @throws IOException if the visitor throws it upon entries that are sound
   */
  public void scan(long from, long to, EntryVisitor visitor)
      throws LogRangeException, TamperedException, IOException {
    requireRange(from, to);
    try {
      RangeProof proof = ProofBuilder.range(nodes, from, to, head.size());
      CompactRange range = CompactRange.empty(from);
      for (long at = from; at < to; at++) {
        byte[] entry = bundle(at / Tiles.WIDTH).entry((int) (at % Tiles.WIDTH));
        range.append(hasher.leaf(entry), hasher);
        visitor.entry(at, entry);
      }
      ProofVerifier.range(proof, range, head.root());
    } catch (ProofException e) {
      throw tampered(from, to, e);
    } catch (IOException e) {
      Optional<Finding> found = gravest(from, to);
      if (found.isPresent()) {
        throw new TamperedException(found.get());
      }
      throw e;
    }
  }

  /**
   * The covers on both sides of a range; of an empty range, what shows that the tree continues the
   * one of that size.
   *
   * @param from first entry
   * @param to behind the last
   * @return the proof; with the range's entries it leads to the head's root
   * @throws LogRangeException if the range is not within the head
   * @throws TamperedException if an empty range's proof does not lead to the root, or a hash cannot
   *     be read; that of others is checked by {@link #scan}
   */
  public RangeProof range(long from, long to) throws LogRangeException, TamperedException {
    requireRange(from, to);
    try {
      RangeProof proof = ProofBuilder.range(nodes, from, to, head.size());
      if (from == to) {
        ProofVerifier.range(proof, CompactRange.empty(from), head.root());
      }
      return proof;
    } catch (IOException | ProofException e) {
      throw tampered(from, to, e);
    }
  }

  private EntryBundle bundle(long number) throws IOException {
    if (number == lastNumber && last.isPresent()) {
      return last.get();
    }
    EntryBundlePath path = new EntryBundlePath(number, Tiles.width(0, number, head.size()));
    byte[] bytes = tiles.read(path).orElseThrow(() -> new MissingTileException(path));
    EntryBundle bundle = EntryBundle.parse(bytes, path.width());
    last = Optional.of(bundle);
    lastNumber = number;
    return bundle;
  }

  /**
   * What was changed, or at least that it could not be proven: another reader may have repaired.
   */
  private TamperedException tampered(long from, long to, Exception cause) {
    return new TamperedException(
        gravest(from, to)
            .orElseGet(() ->
                Finding.of(
                    Verdict.UNVERIFIABLE,
                    head.origin(),
                    "could not be proven: " + cause.getMessage())));
  }

  private Optional<Finding> gravest(long from, long to) {
    return gravest(from, to, () -> EntryCheck.NONE);
  }

  /** Of the worst verdict, one that names an entry of the range comes first. */
  private Optional<Finding> gravest(long from, long to, Supplier<EntryCheck> checks) {
    LogVerification result = new LogVerifier(tiles, head, from, to, checks, n -> {}).verify();
    List<Finding> bad = result.findings().stream().filter(f -> !f.verdict().isGood()).toList();
    Comparator<Finding> order =
        Comparator.comparing((Finding f) -> f.index().isEmpty())
            .thenComparing(f -> f.verdict().exitCode())
            .thenComparing(Finding::verdict);
    return bad.stream().min(order);
  }

  private void requireRange(long from, long to) throws LogRangeException {
    if (from < 0 || to < from || to > head.size()) {
      throw new LogRangeException(
          "the log has " + head.size() + " entries; [" + from + ", " + to + ") is not within it");
    }
  }
}
