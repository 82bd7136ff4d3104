package dev.intact.bench;

import dev.intact.audit.AuditTrail;
import dev.intact.log.fsck.EntryCheck;
import dev.intact.log.fsck.LogVerification;
import dev.intact.log.fsck.LogVerifier;
import dev.intact.note.Checkpoint;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordHasher;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A trail of a thousand records: its content and its tree, and the whole recorded act. */
final class VerifySmall implements Scenario {

  private static final int RECORDS = 1_000;

  @Override
  public String name() {
    return "verify-small";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    try (Store store = Store.open(directory)) {
      AuditTrail trail = store.trail("bench");
      Store.fill(trail, RECORDS);
      Checkpoint head = trail.log().publish().get().checkpoint();
      long[] times = new long[scale.samples()];
      for (int i = -scale.samples(); i < times.length; i++) {
        long start = System.nanoTime();
        LogVerification result =
            new LogVerifier(trail.log().tiles(), head, VerifySmall::check, n -> {}).verify();
        if (!result.verdict().isGood() || result.coverage().checked() != RECORDS) {
          throw new IllegalStateException("the trail does not verify: " + result.findings());
        }
        times[Math.max(i, 0)] = System.nanoTime() - start;
      }
      long[] acts = new long[Math.max(20, scale.samples() / 20)];
      for (int i = 0; i < acts.length; i++) {
        long start = System.nanoTime();
        trail.verify(Optional.empty(), Optional.empty(), Store.ACTOR);
        acts[i] = System.nanoTime() - start;
      }
      double millis = DiskFloor.percentile(times, 0.5) / 1e6;
      return List.of(
          Figure.of("verify 1,000 records, warm, median", millis, "ms")
              .must(Target.atMost(1, millis, "ms"))
              .with(
                  String.format(
                      "p99 %.2f ms; as a recorded act with signed checkpoints of trail, access log"
                          + " and root log: median %.1f ms",
                      DiskFloor.percentile(times, 0.99) / 1e6,
                      DiskFloor.percentile(acts, 0.5) / 1e6)));
    }
  }

  /** What a trail's verification looks at in each record. */
  private static EntryCheck check() {
    RecordHasher hasher = new RecordHasher();
    return (index, sound, bundle, offset, length, found) -> {
      RecordFields fields = RecordFields.of(bundle, offset, length);
      if (!hasher.holds(fields) || fields.createdMicros().isEmpty()) {
        throw new IllegalStateException("record " + index + " does not verify");
      }
    };
  }
}
