package dev.intact.bench;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.merkle.Hash;
import dev.intact.merkle.InclusionProof;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.merkle.TreeHasher;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The steps of a record, one by one, beside the bare SHA-256 of the same bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBenchmark {

  private static final int PATH = 24;

  private final byte[] sent = SampleRecords.of(1);
  private final byte[] stored = stored();
  private final TreeHasher tree = new TreeHasher();
  private final RecordHasher hasher = new RecordHasher();
  private final MessageDigest digest = sha256();
  private final Hash leaf = tree.leaf(stored);
  private final InclusionProof proof = proof();
  private final Hash root = root();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] stored() {
    try {
      JsonObject record = (JsonObject) Json.parse(SampleRecords.of(1), JsonLimits.STRICT);
      JsonObject integrity =
          JsonObject.builder()
              .put("created_at", "2026-11-25T08:00:00.000000Z")
              .put("created_by", "bench")
              .put("hash", "0".repeat(64))
              .put("version", "sha256-jcs-1")
              .build();
      byte[] bytes = Json.canonical(record.toBuilder().put("integrity", integrity).build());
      new RecordHasher().seal(bytes, RecordFields.of(bytes).hashSpan().orElseThrow());
      return bytes;
    } catch (JsonException e) {
      throw new IllegalStateException(e);
    }
  }

  private InclusionProof proof() {
    List<Hash> path = new ArrayList<>();
    for (int i = 0; i < PATH; i++) {
      path.add(leaf);
    }
    return new InclusionProof(0, 1L << PATH, path);
  }

  private Hash root() {
    Hash node = leaf;
    for (int i = 0; i < PATH; i++) {
      node = tree.node(node, leaf);
    }
    return node;
  }

  /** The floor. */
  @Benchmark
  public byte[] floorSha256() {
    return digest.digest(stored);
  }

  /** Strict parse and canonical form. */
  @Benchmark
  public byte[] canonicalize() throws JsonException {
    return Json.canonicalize(sent, JsonLimits.STRICT);
  }

  /** The leaf hash. */
  @Benchmark
  public Hash leafHash() {
    return tree.leaf(stored);
  }

  /** Everything that a verification looks at in a record, without the leaf hash. */
  @Benchmark
  public boolean checkContent() {
    RecordFields fields = RecordFields.of(stored);
    return hasher.holds(fields) && fields.createdMicros().isPresent();
  }

  /** An inclusion proof in a tree of 16 million leaves. */
  @Benchmark
  public void checkInclusion() throws ProofException {
    ProofVerifier.inclusion(leaf, proof, root);
  }
}
