package dev.intact.log.sign;

import dev.intact.finding.Verdict;
import dev.intact.key.SigningKey;
import dev.intact.key.VerifierKey;
import dev.intact.log.storage.Storage;
import dev.intact.merkle.ConsistencyProof;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Signs checkpoints, and never two that contradict each other.
 *
 * <p>It trusts nothing that the store says: it remembers on its own path what it last signed for
 * each origin and demands a consistency proof from there. A store restored from an old backup asks
 * for less than was signed and is refused with ROLLED_BACK; a rewritten one cannot prove
 * consistency and is refused with FORKED. What is about to be signed is durable in the signer's
 * memory before the signature leaves.
 *
 * <p>Thread-safe; one batch at a time. A signature costs one to three milliseconds an algorithm.
 */
public final class Signer implements AutoCloseable {

  private final SignerState state;
  private final SigningKey ed25519;
  private final SigningKey mldsa44;
  private final InstantSource clock;

  private Signer(SignerState state, SigningKey ed25519, SigningKey mldsa44, InstantSource clock) {
    this.state = state;
    this.ed25519 = ed25519;
    this.mldsa44 = mldsa44;
    this.clock = clock;
  }

  /**
   * Starts a signer that has never signed anything.
   *
   * @param storage the signer's own path, empty
   * @param ed25519 the log signature's key
   * @param mldsa44 the timestamped cosignature's key
   * @param clock the time that cosignatures carry
   * @return the signer
   * @throws IOException if its memory cannot be written
   */
  public static Signer create(
      Storage storage, SigningKey ed25519, SigningKey mldsa44, InstantSource clock)
      throws IOException {
    return new Signer(SignerState.create(storage), ed25519, mldsa44, clock);
  }

  /**
   * Opens a signer with its memory.
   *
   * @param storage the signer's own path
   * @param ed25519 the log signature's key
   * @param mldsa44 the timestamped cosignature's key
   * @param clock the time that cosignatures carry
   * @return the signer
   * @throws IOException if storage fails
   * @throws SignerException if its memory is missing or damaged; a signer without memory must not
   *     sign
   */
  public static Signer open(
      Storage storage, SigningKey ed25519, SigningKey mldsa44, InstantSource clock)
      throws IOException, SignerException {
    return new Signer(SignerState.open(storage), ed25519, mldsa44, clock);
  }

  /**
   * The public halves of the keys, under an origin's name.
   *
   * @param origin the log's origin, which is the key name
   * @return Ed25519 first, then ML-DSA-44
   */
  public List<VerifierKey> verifierKeys(String origin) {
    return List.of(ed25519.rename(origin).verifier(), mldsa44.rename(origin).verifier());
  }

  /** The origins of which anything was signed, a copy. */
  public Set<String> origins() {
    return state.origins();
  }

  /**
   * What was last signed.
   *
   * @param origin the log's origin
   * @return size and root, or empty if nothing was signed for it
   */
  public Optional<SignedState> lastSigned(String origin) {
    return state.last(origin);
  }

  /**
   * Signs checkpoints of different origins with one force of the signer's memory.
   *
   * @param requests at most one an origin
   * @return the signed checkpoints in the same order
   * @throws SignerException if a request contradicts what was signed before; nothing is signed then
   * @throws IOException if the memory cannot be made durable; nothing is signed then
   */
  public synchronized List<SignedCheckpoint> sign(List<SignRequest> requests)
      throws SignerException, IOException {
    for (SignRequest request : requests) {
      demandConsistency(request);
    }
    state.remember(requests);
    Instant now = clock.instant();
    List<SignedCheckpoint> signed = new ArrayList<>(requests.size());
    for (SignRequest r : requests) {
      Checkpoint checkpoint = new Checkpoint(r.origin(), r.size(), r.root(), List.of());
      signed.add(
          SignedCheckpoint.sign(
              checkpoint,
              ed25519.rename(r.origin()),
              Optional.of(mldsa44.rename(r.origin())),
              r.asOf().isBefore(now) ? r.asOf() : now));
    }
    return signed;
  }

  private void demandConsistency(SignRequest request) throws SignerException {
    Optional<SignedState> before = state.last(request.origin());
    if (before.isEmpty()) {
      return;
    }
    SignedState last = before.get();
    if (request.size() < last.size()) {
      throw new SignerException(
          Verdict.ROLLED_BACK,
          SignerState.describe(request.origin(), last.size(), last.root())
              + " was signed; a smaller tree of size "
              + request.size()
              + " is not signed");
    }
    if (request.size() == last.size()) {
      if (!request.root().equals(last.root())) {
        throw forked(request, last.root(), last.size(), null);
      }
      return;
    }
    if (last.size() == 0) {
      return;
    }
    ConsistencyProof proof = request.fromLast();
    if (proof.from() != last.size() || proof.to() != request.size()) {
      throw new SignerException(
          Verdict.UNVERIFIABLE,
          "a proof from "
              + last.size()
              + " to "
              + request.size()
              + " is needed for "
              + request.origin());
    }
    try {
      ProofVerifier.consistency(proof, last.root(), request.root());
    } catch (ProofException e) {
      throw forked(request, last.root(), last.size(), e);
    }
  }

  private static SignerException forked(
      SignRequest request,
      Hash lastRoot,
      long lastSize,
      @org.jspecify.annotations.Nullable Exception cause) {
    String message =
        SignerState.describe(request.origin(), lastSize, lastRoot)
            + " was signed; "
            + SignerState.describe(request.origin(), request.size(), request.root())
            + " does not continue it";
    return cause == null
        ? new SignerException(Verdict.FORKED, message)
        : new SignerException(Verdict.FORKED, message, cause);
  }

  @Override
  public void close() throws IOException {
    state.close();
  }
}
