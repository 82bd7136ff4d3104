package dev.intact.e2e.judge;

import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proof as sigstore's verifier takes it.
 *
 * @param proof the proof
 * @param logId the id of the log's key, in hexadecimal
 */
record SigstoreEntry(SigstoreProof proof, String logId)
    implements RekorEntry, RekorEntry.Verification {

  static SigstoreEntry of(SigstoreProof proof, SigstoreKey key) {
    return new SigstoreEntry(proof, HexFormat.of().formatHex(key.getKeyId()));
  }

  @Override
  public String getBody() {
    return proof.record();
  }

  @Override
  public long getIntegratedTime() {
    return 0;
  }

  @Override
  public String getLogID() {
    return logId;
  }

  @Override
  public long getLogIndex() {
    return proof.index();
  }

  @Override
  public Verification getVerification() {
    return this;
  }

  /** The promise of older logs, which a proof makes superfluous. */
  @Override
  public @Nullable String getSignedEntryTimestamp() {
    return null;
  }

  @Override
  public InclusionProof getInclusionProof() {
    try {
      return new Inclusion(proof, Checkpoints.from(proof.checkpoint()));
    } catch (RekorParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private record Inclusion(SigstoreProof proof, RekorEntry.Checkpoint stated)
      implements RekorEntry.InclusionProof {

    @Override
    public List<String> getHashes() {
      return proof.path();
    }

    @Override
    public Long getLogIndex() {
      return proof.index();
    }

    @Override
    public String getRootHash() {
      return HexFormat.of().formatHex(Base64.getDecoder().decode(stated.getBase64Hash()));
    }

    @Override
    public Long getTreeSize() {
      return stated.getSize();
    }

    @Override
    public String getCheckpoint() {
      return proof.checkpoint();
    }
  }
}
