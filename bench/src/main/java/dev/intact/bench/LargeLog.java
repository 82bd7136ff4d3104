package dev.intact.bench;

import dev.intact.audit.AuditTrail;
import dev.intact.audit.IntegrityReport;
import dev.intact.log.Log;
import dev.intact.merkle.Hash;
import dev.intact.merkle.InclusionProof;
import dev.intact.merkle.NodeReader;
import dev.intact.merkle.ProofBuilder;
import dev.intact.merkle.ProofVerifier;
import dev.intact.note.Checkpoint;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.TileReader;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/** One log of ten million records: verified, proven from, and both in a small heap. */
final class LargeLog implements Scenario {

  private static final double WANTED = 1_500_000;
  private static final long SEED = 20_261_125;

  @Override
  public String name() {
    return "large-log";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    List<Figure> figures = new ArrayList<>();
    try (Store store = Store.open(directory)) {
      AuditTrail trail = store.trail("bench");
      long start = System.nanoTime();
      Store.fill(trail, scale.records());
      double seconds = (System.nanoTime() - start) / 1e9;
      figures.add(Figure.of("filling the log, one caller", scale.records() / seconds, "records/s"));
      figures.add(verify(trail, scale));
      figures.add(proofs(trail.log(), scale));
    }
    figures.add(heap(directory, "verify", scale));
    figures.add(heap(directory, "export", scale));
    return figures;
  }

  private static Figure verify(AuditTrail trail, Scale scale) throws Exception {
    double best = 0;
    double floor = 0;
    // In turns, the better of each: the first pass of either warms the file cache.
    for (int turn = 0; turn < 2; turn++) {
      long start = System.nanoTime();
      IntegrityReport report = trail.verify(Optional.empty(), Optional.empty(), Store.ACTOR);
      if (!report.verdict().isGood() || report.coverage().checked() != scale.records()) {
        throw new IllegalStateException("the log does not verify: " + report.findings());
      }
      best = Math.max(best, scale.records() / ((System.nanoTime() - start) / 1e9));
      floor = Math.max(floor, hashAll(trail.log().tiles(), scale.records()));
    }
    String unit = "records/s";
    return Figure.of("verify stored records, content and tree", best, unit)
        .beside(floor, "read and SHA-256 of the same bundles, all cores")
        .must(Target.atLeast(WANTED, best, unit))
        .with(Figure.number(scale.records()) + " records, recorded act, better of two");
  }

  /** Every bundle read and hashed as a whole. */
  private static double hashAll(TileReader tiles, long size) {
    long start = System.nanoTime();
    long bundles = (size + Tiles.WIDTH - 1) / Tiles.WIDTH;
    long bytes =
        LongStream.range(0, bundles)
            .parallel()
            .map(n -> {
              try {
                byte[] bundle =
                    tiles.read(new EntryBundlePath(n, Tiles.width(0, n, size))).orElseThrow();
                return MessageDigest.getInstance("SHA-256").digest(bundle).length;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
              }
            })
            .sum();
    if (bytes != bundles * Hash.SIZE) {
      throw new IllegalStateException("not every bundle was hashed");
    }
    return size / ((System.nanoTime() - start) / 1e9);
  }

  private static Figure proofs(Log log, Scale scale) throws Exception {
    Checkpoint head = log.publish().get().checkpoint();
    NodeReader nodes = log.nodes(head.size());
    SplittableRandom random = new SplittableRandom(SEED);
    long[] times = new long[scale.samples()];
    for (int i = -scale.samples(); i < times.length; i++) {
      long index = random.nextLong(head.size());
      Hash leaf = nodes.node(0, index);
      long start = System.nanoTime();
      InclusionProof proof = ProofBuilder.inclusion(nodes, index, head.size());
      ProofVerifier.inclusion(leaf, proof, head.root());
      times[Math.max(i, 0)] = System.nanoTime() - start;
    }
    double micros = DiskFloor.percentile(times, 0.5) / 1000.0;
    return Figure.of("make and check an inclusion proof, median", micros, "µs")
        .must(Target.atMost(50, micros, "µs"))
        .with(
            String.format(
                "%s leaves, random index, its tile read before; p99 %.0f µs",
                Figure.number(head.size()), DiskFloor.percentile(times, 0.99) / 1000.0));
  }

  private static Figure heap(Path directory, String what, Scale scale) throws Exception {
    SmallHeap.Result result = SmallHeap.run(what, directory);
    return Figure.of(
            Figure.number(scale.records()) + " records, " + what + ", peak of the heap",
            result.peakBytes() / 1048576.0,
            "MiB")
        .must(
            new Target(
                "≤ " + SmallHeap.MIB + " MiB",
                result.records() == scale.records()
                    && result.peakBytes() <= (long) SmallHeap.MIB << 20))
        .with(
            String.format(
                "a process of its own with -Xmx%dm, opening the store included: %.1f s, %s records",
                SmallHeap.MIB, result.seconds(), Figure.number(result.records())));
  }
}
