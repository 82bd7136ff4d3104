package dev.intact.e2e.crash;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.audit.RecordReceipt;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that is killed: appends to several trails from several threads and prints one line an
 * acknowledgement, {@code trail index audit_id leaf-hash}, after it has it. Arguments: the data
 * directory, a prefix for ids, threads, and appends a thread. Ends with code 1 once storage fails.
 */
public final class Workload {

  static final int TRAILS = 3;

  private Workload() {}

  /** Small segments, so that the journal rolls over and is trimmed while it runs. */
  static LogStoreConfig config(Path data) {
    return LogStoreConfig.of(data, InstantSource.system(), AuditKeys::keys)
        .withName("example.com/crash")
        .withPublishInterval(Duration.ofMillis(20))
        .withJournal(64 << 10, 256 << 10);
  }

  static byte[] record(String id) {
    return ("{\"audit_id\":\""
            + id
            + "\",\"event_type\":\"crash\",\"timestamp\":\"2024-01-15T10:30:00Z\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  static AuditService service(LogStore store) {
    return new AuditService(store, InstantSource.system(), new SecureRandom());
  }

  /** Runs until it has appended all, storage fails, or it is killed. */
  public static void main(String[] args) throws Exception {
    Path data = Path.of(args[0]);
    int appends = Integer.parseInt(args[3]);
    boolean failed;
    try (LogStore store = LogStore.open(config(data))) {
      AuditService service = service(store);
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < Integer.parseInt(args[2]); t++) {
        String prefix = args[1] + "-" + t;
        threads.add(Thread.ofPlatform().start(() -> run(service, prefix, appends)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      failed = store.status().failed();
    }
    Runtime.getRuntime().halt(failed ? 1 : 0);
  }

  private static void run(AuditService service, String prefix, int appends) {
    try {
      for (int i = 0; i < appends; i++) {
        AuditTrail trail = service.openOrCreate("trail-" + i % TRAILS);
        RecordReceipt receipt =
            trail.append(List.of(record("audit_" + prefix + "-" + i)), "crash").getFirst();
        String line =
            trail.name()
                + " "
                + receipt.appended().index()
                + " "
                + receipt.auditId()
                + " "
                + receipt.appended().leafHash().hex()
                + "\n";
        System.out.print(line);
        System.out.flush();
      }
    } catch (AuditException e) {
      System.err.println("refused: " + e.getMessage());
    }
  }
}
