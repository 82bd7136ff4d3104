package dev.intact.bench;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditTrail;
import dev.intact.log.index.RecordKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How far the index lags while records keep coming, beside bare inserts of the same columns. */
final class IndexLag implements Scenario {

  private static final int PRODUCERS = 8;
  private static final int CALL = 1_000;
  private static final int SAMPLE_MILLIS = 10;

  @Override
  public String name() {
    return "index-lag";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    AtomicLong worst = new AtomicLong();
    long limit;
    double rate;
    RecordKeys keys;
    try (Store store = Store.open(directory.resolve("store"))) {
      AuditTrail trail = store.trail("bench");
      Thread sampler =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  while (true) {
                    worst.accumulateAndGet(store.logs().status().indexLag(), Math::max);
                    Thread.sleep(SAMPLE_MILLIS);
                  }
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      rate =
          Producers.rate(
              PRODUCERS,
              scale,
              (producer, round) -> {
                Store.append(trail, ((long) producer << 40) + round * CALL, CALL);
                return CALL;
              });
      sampler.interrupt();
      sampler.join();
      limit = store.logs().status().maxRecordsInFlight();
      keys = AuditKeys.keys(trail.log().entry(0));
    }
    double floor = bareInserts(directory, scale, keys);
    return List.of(
        Figure.of("appended and indexed, sustained", rate, "records/s")
            .beside(floor, "bare SQLite insert of the same columns, nothing else running"),
        Figure.of("largest lag of the index meanwhile", worst.get(), "records")
            .must(Target.atMost(limit, worst.get(), "records")));
  }

  private static double bareInserts(Path directory, Scale scale, RecordKeys keys) throws Exception {
    Files.createDirectories(directory);
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("floor.sqlite"));
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute(
          "CREATE TABLE records (log INTEGER NOT NULL, idx INTEGER NOT NULL, id TEXT, type TEXT,"
              + " event_us INTEGER, created_us INTEGER)");
      statement.execute("CREATE UNIQUE INDEX records_at ON records (log, idx)");
      statement.execute("CREATE INDEX records_id ON records (id, log)");
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      long rows = 0;
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO records VALUES (1, ?, ?, ?, ?, ?)")) {
        while ((System.nanoTime() - start) / 1e9 < scale.seconds()) {
          for (int i = 0; i < CALL; i++) {
            insert.setLong(1, rows++);
            insert.setString(2, String.format("audit_%016x", rows));
            insert.setString(3, keys.type().orElseThrow());
            insert.setLong(4, keys.eventMicros().orElseThrow());
            insert.setLong(5, keys.createdMicros().orElseThrow());
            insert.addBatch();
          }
          insert.executeBatch();
          connection.commit();
        }
      }
      return rows / ((System.nanoTime() - start) / 1e9);
    }
  }
}
