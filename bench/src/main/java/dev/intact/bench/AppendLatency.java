package dev.intact.bench;

import dev.intact.audit.AuditTrail;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** One durable append at a time, in turns with one force of the same bytes. */
final class AppendLatency implements Scenario {

  private static final int TURNS = 5;
  private static final int FRAME_BYTES = 53;

  @Override
  public String name() {
    return "append-latency";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    long[] ours = new long[TURNS * scale.samples()];
    long[] floor = new long[TURNS * scale.samples()];
    try (Store store = Store.open(directory.resolve("store"));
        DiskFloor disk = new DiskFloor(directory)) {
      AuditTrail trail = store.trail("bench");
      long number = 0;
      for (int i = 0; i < 2 * scale.samples(); i++) {
        Store.append(trail, number++, 1);
      }
      ByteBuffer frame = DiskFloor.direct(trail.log().entry(0).length + FRAME_BYTES);
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < scale.samples(); i++) {
          long start = System.nanoTime();
          Store.append(trail, number++, 1);
          ours[turn * scale.samples() + i] = System.nanoTime() - start;
        }
        for (int i = 0; i < scale.samples(); i++) {
          floor[turn * scale.samples() + i] = disk.write(frame);
        }
      }
    }
    double p99 = DiskFloor.percentile(ours, 0.99) / 1000.0;
    Figure figure =
        Figure.of("one durable append, p99", p99, "µs")
            .beside(DiskFloor.percentile(floor, 0.99) / 1000.0, "single force(false), p99");
    return List.of(
        figure
            .must(Target.ratioAtMost(3, figure.ratio()))
            .with(
                String.format(
                    "median %.0f µs, floor's median %.0f µs",
                    DiskFloor.percentile(ours, 0.5) / 1000.0,
                    DiskFloor.percentile(floor, 0.5) / 1000.0)));
  }
}
