package dev.intact.e2e.crash;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Appends so many records one after the other, each awaited, and says so. */
final class Sequential {

  private Sequential() {}

  /**
   * The process.
   *
   * @param args the store's directory, and how many records
   * @throws Exception if one is not acknowledged
   */
  public static void main(String[] args) throws Exception {
    InstantSource clock = InstantSource.system();
    int count = Integer.parseInt(args[1]);
    try (LogStore store =
        LogStore.open(LogStoreConfig.of(Path.of(args[0]), clock, AuditKeys::keys))) {
      AuditTrail trail = new AuditService(store, clock, new SecureRandom()).openOrCreate("forced");
      for (int i = 0; i < count; i++) {
        trail.append(List.of("{\"event_type\":\"x\"}".getBytes(StandardCharsets.UTF_8)), "test");
      }
    }
    System.out.println(count + " acknowledged");
  }
}
