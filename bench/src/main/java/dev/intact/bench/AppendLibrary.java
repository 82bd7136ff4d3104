package dev.intact.bench;

import dev.intact.audit.AuditTrail;
import dev.intact.log.StoreStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Durable appends through the library by 64 callers, each of which waits for the acknowledgement of
 * every call; beside it the same bytes in batches of the same size, forced one by one.
 */
final class AppendLibrary implements Scenario {

  private static final int PRODUCERS = 64;
  private static final int FRAME_BYTES = 36;
  private static final int ITEM_BYTES = 17;
  private static final double WANTED = 100_000;

  @Override
  public String name() {
    return "append-library";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    return List.of(
        measure(directory.resolve("single"), scale, 1),
        measure(directory.resolve("hundred"), scale, 100));
  }

  private static Figure measure(Path directory, Scale scale, int perCall) throws Exception {
    double rate;
    double batch;
    double bytes;
    long lag;
    boolean first;
    double cpu;
    try (Store store = Store.open(directory)) {
      AuditTrail trail = store.trail("bench");
      AtomicLong records = new AtomicLong();
      AtomicLong batches = new AtomicLong();
      AtomicLong busy = new AtomicLong();
      rate =
          Producers.rate(
              PRODUCERS,
              scale,
              (producer, round) -> {
                Store.append(trail, ((long) producer << 40) + round * perCall, perCall);
                return perCall;
              },
              () -> {
                StoreStatus start = store.logs().status();
                records.set(start.recordsAppended());
                batches.set(start.batches());
                busy.set(Machine.cpuMicros());
              });
      StoreStatus end = store.logs().status();
      cpu = (double) (Machine.cpuMicros() - busy.get()) / (end.recordsAppended() - records.get());
      batch = (double) (end.recordsAppended() - records.get()) / (end.batches() - batches.get());
      bytes = trail.log().entry(0).length;
      lag = end.indexLag();
      first = end.prioritised();
    }
    int frame = (int) (batch * (bytes + ITEM_BYTES)) + FRAME_BYTES;
    double floor;
    try (DiskFloor disk = new DiskFloor(directory)) {
      floor = disk.batchesPerSecond(frame, scale.seconds()) * batch;
    }
    String unit = "records/s";
    Figure figure =
        Figure.of("durable append, library, 64 producers, " + perCall + " a call", rate, unit)
            .beside(floor, "same bytes, same mean batch, force(false)");
    return figure
        .must(Target.atLeast(WANTED, rate, unit), Target.ratioAtLeast(0.5, figure.ratio()))
        .with(
            String.format(
                "%.0f bytes a record as stored, %.1f records a batch, %.1f µs of processor time a"
                    + " record, index %d records behind at the end, committing thread %s",
                bytes, batch, cpu, lag, first ? "goes first" : "has no priority"));
  }
}
