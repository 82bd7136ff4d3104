package dev.intact.verify;

import dev.intact.bundle.ExportHeader;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.merkle.RangeProof;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * Whether an export shows that its log continues a checkpoint that the caller kept.
 *
 * <p>The range proof and the records are the whole tree in pieces, left to right. Where the kept
 * size falls between two pieces, the root of what lies before it comes out of them. Elsewhere the
 * export may bring the two covers at that size. In both cases the same hashes lead to the signed
 * root, so another root at the kept size is the signer's own word: a fork. Not thread-safe.
 */
final class Continuity {

  private final ExportHeader header;
  private final Checkpoint head;
  private final Optional<Checkpoint> kept;
  private final TreeHasher hasher = new TreeHasher();
  private final CompactRange before = CompactRange.empty(0);
  private Optional<Hash> rootThen = Optional.empty();

  Continuity(ExportHeader header, Checkpoint head, Optional<Checkpoint> kept) {
    this.header = header;
    this.head = head;
    this.kept = kept.filter(k -> k.origin().equals(head.origin()) && k.size() < head.size());
    look();
    cover(0, header.proof().begin(), header.proof().left());
  }

  private void cover(long begin, long end, List<Hash> hashes) {
    List<CompactRange.Node> nodes = CompactRange.cover(begin, end);
    if (nodes.size() == hashes.size()) { // else the range proof is refused for it
      for (int i = 0; i < nodes.size(); i++) {
        piece(nodes.get(i).level(), hashes.get(i));
      }
    }
  }

  /** The next record's leaf hash. */
  void leaf(Hash leaf) {
    piece(0, leaf);
  }

  private void piece(int level, Hash hash) {
    if (kept.isPresent() && before.end() < kept.get().size()) {
      before.appendNode(level, hash, hasher);
      look();
    }
  }

  private void look() {
    if (kept.isPresent() && before.end() == kept.get().size()) {
      rootThen = Optional.of(before.root(hasher));
    }
  }

  /** What is wrong, when all records were given and their range proof holds. */
  Optional<Finding> judge() {
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    long size = kept.get().size();
    cover(header.proof().end(), header.proof().size(), header.proof().right());
    if (rootThen.isPresent()) {
      return compare(rootThen.get());
    }
    Optional<RangeProof> brought =
        header.consistency().stream().filter(c -> c.begin() == size).findFirst();
    if (brought.isEmpty()) {
      return Optional.of(Signatures.unproven(head, kept.get()));
    }
    try {
      ProofVerifier.range(brought.get(), CompactRange.empty(size), head.root());
    } catch (ProofException e) {
      return Optional.of(
          Finding.of(
              Verdict.CONTENT_TAMPERED,
              head.origin(),
              "the file's consistency proof from size "
                  + size
                  + " is not of the signed log: "
                  + e.getMessage()));
    }
    return compare(CompactRange.of(0, size, brought.get().left()).root(hasher));
  }

  private Optional<Finding> compare(Hash then) {
    return then.equals(kept.orElseThrow().root())
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                    Verdict.FORKED,
                    head.origin(),
                    "the signed log of size "
                        + head.size()
                        + " does not continue the kept checkpoint of size "
                        + kept.orElseThrow().size())
                .comparing(kept.orElseThrow().root().hex(), then.hex()));
  }

  /** The kept size, if the log was shown to continue it; for the summary of what holds. */
  String summary() {
    return kept.map(k -> ", continuing the kept checkpoint of size " + k.size()).orElse("");
  }
}
