package dev.intact.e2e.judge;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.key.KeyType;
import dev.intact.key.VerifierKey;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A trail that the product wrote, for judges.
 *
 * @param directory where everything of it is
 * @param log its C2SP directory
 * @param vkey its Ed25519 verifier key
 * @param older its checkpoint at {@link #OLDER}
 * @param forked a checkpoint at {@link #OLDER} with the same key's signature, of another history
 * @param export all of its records
 */
record JudgedLog(Path directory, Path log, String vkey, Path older, Path forked, Path export) {

  static final int SHARED = 600;
  static final int OLDER = 700;
  static final int SIZE = 1600;

  private static final String NAME = "example.com/judged";
  private static final String TRAIL = "family_123";

  static JudgedLog writtenTo(Path directory) throws Exception {
    Path data = directory.resolve("data");
    Path other = directory.resolve("other");
    append(data, 0, SHARED, "100");
    copy(data, other.resolve("data"));
    copy(directory.resolve("data.signer"), other.resolve("data.signer"));
    Path forked = directory.resolve("forked.checkpoint");
    Files.write(forked, append(other.resolve("data"), SHARED, OLDER, "999"));
    Path older = directory.resolve("older.checkpoint");
    Files.write(older, append(data, SHARED, OLDER, "100"));
    append(data, OLDER, SIZE, "100");
    Path export = directory.resolve("family_123.intact");
    try (LogStore store = open(data);
        OutputStream out = Files.newOutputStream(export)) {
      AuditTrail trail = service(store).trail(TRAIL);
      trail.export(Optional.empty(), Optional.empty(), out, "auditor");
      String vkey =
          trail.log().verifierKeys().stream()
              .filter(key -> key.type() == KeyType.ED25519)
              .map(VerifierKey::format)
              .findFirst()
              .orElseThrow();
      Path log = data.resolve("logs").resolve(NAME).resolve(TRAIL);
      return new JudgedLog(directory, log, vkey, older, forked, export);
    }
  }

  /** Appends records in a session of its own and returns the checkpoint behind them. */
  private static byte[] append(Path data, int from, int to, String amount) throws Exception {
    try (LogStore store = open(data)) {
      AuditTrail trail = service(store).openOrCreate(TRAIL);
      List<byte[]> records =
          IntStream.range(from, to).mapToObj(index -> record(index, amount)).toList();
      trail.append(records, "writer");
      return trail.log().publish().get().encode();
    }
  }

  private static LogStore open(Path data) throws Exception {
    LogStoreConfig config = LogStoreConfig.of(data, InstantSource.system(), AuditKeys::keys);
    return LogStore.open(
        Files.exists(data.resolve("intact.json")) ? config : config.withName(NAME));
  }

  private static AuditService service(LogStore store) {
    return new AuditService(store, InstantSource.system(), RandomGenerator.of("L64X128MixRandom"));
  }

  private static byte[] record(int index, String amount) {
    return """
    {"audit_id":"audit_%d","event_type":"sbd_transaction","timestamp":"2024-01-15T10:30:00Z",
    "transaction_details":{"amount":"%s","from_account":"alice_sbd"}}\
    """
        .formatted(index, amount)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
