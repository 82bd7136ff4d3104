package dev.intact.verify;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.CanonicalScanner;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.note.TlogProof;
import dev.intact.record.RecordIntegrity;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verifies a proof, an export or a checkpoint with nothing but keys that the caller trusts. No
 * network, no store. Not thread-safe.
 */
public final class OfflineVerifier {

  private static final int MAX_SMALL = 4 << 20;

  private final List<VerifierKey> trusted;
  private final Optional<byte[]> record;
  private final Optional<Checkpoint> earlier;

  /**
   * A verifier.
   *
   * @param trusted the log's keys, from somewhere else than the file
   * @param record the record's canonical bytes, where a proof does not carry them
   * @param earlier a checkpoint that the caller kept, to find a roll-back or a fork
   */
  public OfflineVerifier(
      List<VerifierKey> trusted, Optional<byte[]> record, Optional<Checkpoint> earlier) {
    if (trusted.isEmpty()) {
      throw new IllegalArgumentException(
          "without a trusted key there is nothing to verify against");
    }
    this.trusted = List.copyOf(trusted);
    this.record = record.map(byte[]::clone);
    this.earlier = earlier;
  }

  /**
   * Verifies a file, whichever of the three it is.
   *
   * @param in its bytes; read once, not closed
   * @return what it came to
   * @throws IOException if it cannot be read, or is malformed
   */
  public Outcome verify(InputStream in) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(64);
    String head = new String(buffered.readNBytes(32), StandardCharsets.ISO_8859_1);
    buffered.reset();
    if (head.startsWith("intact-export/")) {
      return new ExportCheck(trusted, earlier).run(buffered);
    }
    byte[] bytes = buffered.readNBytes(MAX_SMALL + 1);
    if (bytes.length > MAX_SMALL) {
      throw new IOException("the file is neither an export nor a proof nor a checkpoint");
    }
    boolean proof = head.startsWith("c2sp.org/tlog-proof@");
    if (!proof && !isNote(bytes)) {
      throw new IOException("the file is neither an export nor a proof nor a checkpoint");
    }
    try {
      return proof ? proof(bytes) : checkpoint(bytes);
    } catch (NoteException e) {
      return Outcome.failed("file", "", Signatures.finding("file", e));
    }
  }

  /** A note has a blank line and a signature line; what looks like one is judged as one. */
  private static boolean isNote(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).contains("\n\n\u2014 ");
  }

  private Outcome checkpoint(byte[] bytes) throws NoteException {
    Checkpoint head = SignedCheckpoint.parse(bytes).verify(trusted).checkpoint();
    List<Finding> findings = Signatures.compareAlone(head, earlier).stream().toList();
    return new Outcome(
        "checkpoint",
        head.origin(),
        0,
        "the log is signed at size " + head.size() + ", root " + head.root(),
        findings);
  }

  private Outcome proof(byte[] bytes) throws NoteException {
    TlogProof proof = TlogProof.parse(bytes);
    Checkpoint head = SignedCheckpoint.parse(proof.checkpoint()).verify(trusted).checkpoint();
    Optional<byte[]> leaf = record.or(proof::extra);
    if (leaf.isEmpty()) {
      return Outcome.failed(
          "proof",
          head.origin(),
          Finding.of(
              Verdict.UNVERIFIABLE,
              head.origin(),
              "the proof carries no record; give it with --record"));
    }
    List<Finding> findings =
        new ArrayList<>(Signatures.compareAlone(head, earlier).stream().toList());
    Optional<String> id = CanonicalScanner.string(leaf.get(), "audit_id");
    try {
      ProofVerifier.inclusion(
          new TreeHasher().leaf(leaf.get()), proof.inclusion(head.size()), head.root());
    } catch (ProofException e) {
      Finding finding =
          Finding.of(
                  Verdict.CONTENT_TAMPERED,
                  head.origin(),
                  "the record is not in the signed log: " + e.getMessage())
              .at(proof.index())
              .withRecord(id);
      findings.add(
          e.expected().isPresent()
              ? finding.comparing(e.expected().get().hex(), e.actual().orElseThrow().hex())
              : finding);
    }
    ownHash(leaf.get(), head.origin(), proof.index(), id).ifPresent(findings::add);
    String summary =
        "record "
            + id.orElse("")
            + " is entry "
            + proof.index()
            + " of the log at size "
            + head.size();
    return new Outcome(
        "proof",
        head.origin(),
        1,
        findings.isEmpty() ? summary : "the proof does not hold",
        findings);
  }

  private static Optional<Finding> ownHash(
      byte[] leaf, String origin, long index, Optional<String> id) {
    Optional<String> stated = RecordIntegrity.stated(leaf);
    if (stated.isEmpty() || stated.equals(RecordIntegrity.computed(leaf))) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
                Verdict.CONTENT_TAMPERED,
                origin,
                "the record's own hash does not match its content")
            .at(index)
            .withRecord(id)
            .comparing(stated.get(), RecordIntegrity.computed(leaf).orElse("")));
  }
}
