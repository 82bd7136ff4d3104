package dev.intact.e2e.attack;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.audit.SecurityLog;
import dev.intact.key.VerifierKey;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A small installation that attacks are made on copies of, an older copy of it, and what an auditor
 * took home before: a checkpoint, an export, a proof, and the trail's keys.
 */
record Prepared(
    Path directory,
    List<VerifierKey> keys,
    byte[] kept,
    byte[] export,
    byte[] range,
    byte[] proof,
    byte[] otherExport) {

  static final int OLDER = 300;
  static final int SIZE = 700;

  /** The record that attacks on one record are made on, in the first, full bundle. */
  static final int FULL = 5;

  /** One in the last, partial bundle. */
  static final int PARTIAL = 600;

  static Prepared in(Path directory) throws Exception {
    try (LogStore store = open(directory.resolve("data"))) {
      AuditService audit = service(store);
      append(audit.openOrCreate(Site.VICTIM), 0, OLDER);
      append(audit.openOrCreate(Site.OTHER), 0, 280);
      audit.trail(Site.VICTIM).show(id(1), "reader");
      for (int i = 0; i < 5; i++) {
        security(store).record("denied", "key:0123456789ab", "victim: audit " + i);
      }
    }
    Site.copy(directory.resolve("data"), directory.resolve("older/data"));
    Site.copy(directory.resolve("data.signer"), directory.resolve("older/data.signer"));
    try (LogStore store = open(directory.resolve("data"))) {
      AuditService audit = service(store);
      AuditTrail victim = audit.trail(Site.VICTIM);
      AuditTrail other = audit.trail(Site.OTHER);
      append(victim, OLDER, 600);
      append(victim, 600, SIZE);
      append(other, 280, 320);
      victim.show(id(FULL), "reader");
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      victim.export(Optional.empty(), Optional.empty(), whole, "auditor");
      ByteArrayOutputStream others = new ByteArrayOutputStream();
      other.export(Optional.empty(), Optional.empty(), others, "auditor");
      ByteArrayOutputStream range = new ByteArrayOutputStream();
      victim.export(
          Optional.of(createdAt(victim, OLDER)),
          Optional.of(createdAt(victim, 600)),
          range,
          "auditor");
      return new Prepared(
          directory,
          victim.log().verifierKeys(),
          victim.log().publish().get().encode(),
          whole.toByteArray(),
          range.toByteArray(),
          victim.prove(id(FULL), "auditor").encode(),
          others.toByteArray());
    }
  }

  private static java.time.Instant createdAt(AuditTrail trail, int index) throws Exception {
    String record = new String(trail.show(id(index), "x").bytes(), StandardCharsets.UTF_8);
    return java.time.Instant.parse(record.replaceAll("(?s).*\"created_at\":\"([^\"]*)\".*", "$1"));
  }

  static LogStore open(Path data) throws Exception {
    return LogStore.open(config(data));
  }

  static LogStoreConfig config(Path data) {
    LogStoreConfig config = LogStoreConfig.of(data, InstantSource.system(), AuditKeys::keys);
    return Files.exists(data.resolve("intact.json")) ? config : config.withName(Site.PREFIX);
  }

  static AuditService service(LogStore store) {
    return new AuditService(store, InstantSource.system(), RandomGenerator.of("L64X128MixRandom"));
  }

  static SecurityLog security(LogStore store) {
    return new SecurityLog(store, InstantSource.system(), RandomGenerator.of("L64X128MixRandom"));
  }

  static String id(int index) {
    return "id-" + index;
  }

  static void append(AuditTrail trail, int from, int to) throws Exception {
    List<byte[]> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(record(i, "100"));
    }
    trail.append(records, "writer");
    trail.log().publish().get();
  }

  static byte[] record(int index, String amount) {
    return ("{\"audit_id\":\""
            + id(index)
            + "\",\"event_type\":\""
            + (index % 2 == 0 ? "transfer" : "login")
            + "\",\"timestamp\":\"2026-01-15T10:30:00Z\",\"amount\":\""
            + amount
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A copy to attack. */
  Site site(Path to) throws Exception {
    Site.copy(directory.resolve("data"), to.resolve("data"));
    Site.copy(directory.resolve("data.signer"), to.resolve("data.signer"));
    return new Site(to.resolve("data"), directory.resolve("older"));
  }

  /** An entry as it was written. */
  byte[] entry(int index) throws Exception {
    return new Site(directory.resolve("data"), directory.resolve("older"))
        .entry(Site.VICTIM, index);
  }
}
