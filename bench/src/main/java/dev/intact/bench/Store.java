package dev.intact.bench;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.LogStoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A store as a program embeds it. */
final class Store implements AutoCloseable {

  static final String ACTOR = "bench";
  private static final int RETRY_MILLIS = 1;

  private final LogStore logs;
  private final AuditService audit;

  private Store(LogStore logs) {
    this.logs = logs;
    this.audit = new AuditService(logs, InstantSource.system(), new SecureRandom());
  }

  static Store open(Path directory) throws LogStoreException {
    return new Store(
        LogStore.open(LogStoreConfig.of(directory, InstantSource.system(), AuditKeys::keys)));
  }

  LogStore logs() {
    return logs;
  }

  AuditTrail trail(String name) throws AuditException {
    return audit.openOrCreate(name);
  }

  /** Appends records from a number on; waits where the queue is full. */
  static void append(AuditTrail trail, long first, int count)
      throws AuditException, InterruptedException {
    List<byte[]> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(SampleRecords.of(first + i));
    }
    while (true) {
      try {
        trail.append(records, ACTOR);
        return;
      } catch (AuditException e) {
        if (e.kind() != AuditException.Kind.OVERLOADED) {
          throw e;
        }
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  /** Brings a trail to a size, in large calls. */
  static void fill(AuditTrail trail, long size) throws AuditException, InterruptedException {
    int call = 2_000;
    for (long at = trail.log().size(); at < size; at += call) {
      append(trail, at, (int) Math.min(call, size - at));
    }
  }

  @Override
  public void close() {
    logs.close();
  }
}
