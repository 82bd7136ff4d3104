package dev.intact.e2e.judge;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.AuditTrail;
import dev.intact.audit.StoredRecord;
import dev.intact.json.CanonicalScanner;
import dev.intact.key.KeyType;
import dev.intact.key.VerifierKey;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
 * @param older its checkpoints at each of its sizes, the last included
 * @param forked a checkpoint at the second of its sizes, with the same key's signature, of a
 *     history that is another behind the first size
 * @param export all of its records
 * @param late its last records by date, with what shows that the log continues its second size
 * @param bare the same without
 * @param proofs proofs of some of its records
 */
record JudgedLog(
    Path directory,
    Path log,
    String vkey,
    List<Path> older,
    Path forked,
    Path export,
    Path late,
    Path bare,
    List<Path> proofs) {

  static final List<Integer> SIZES = List.of(600, 700, 1600);
  static final String ORIGIN = "example.com/judged/family_123";

  private static final String NAME = "example.com/judged";
  private static final String TRAIL = "family_123";
  private static final int BATCH = 5000;

  /** At {@link #SIZES}. */
  static JudgedLog writtenTo(Path directory) throws Exception {
    return writtenTo(directory, SIZES);
  }

  static JudgedLog writtenTo(Path directory, List<Integer> sizes) throws Exception {
    Path data = directory.resolve("data");
    Path other = directory.resolve("other");
    List<Path> older = new ArrayList<>();
    int size = sizes.getFirst();
    older.add(grow(data, 0, size, "100", directory.resolve("at-" + size)));
    copy(data, other.resolve("data"));
    copy(directory.resolve("data.signer"), other.resolve("data.signer"));
    Path forked =
        grow(other.resolve("data"), size, sizes.get(1), "999", directory.resolve("forked"));
    for (int next : sizes.subList(1, sizes.size())) {
      older.add(grow(data, size, next, "100", directory.resolve("at-" + next)));
      size = next;
    }
    Path export = directory.resolve("family_123.intact");
    try (LogStore store = open(data);
        OutputStream out = Files.newOutputStream(export)) {
      AuditTrail trail = service(store).trail(TRAIL);
      trail.export(Optional.empty(), Optional.empty(), out, "auditor");
      Path late = directory.resolve("late.intact");
      Path bare = directory.resolve("bare.intact");
      int middle = (sizes.get(1) + size) / 2;
      Optional<Instant> start = Optional.of(createdAt(trail.show("audit_" + middle, "auditor")));
      try (OutputStream to = Files.newOutputStream(late)) {
        trail.export(start, Optional.empty(), List.of((long) sizes.get(1)), to, "auditor");
      }
      try (OutputStream to = Files.newOutputStream(bare)) {
        trail.export(start, Optional.empty(), to, "auditor");
      }
      String vkey =
          trail.log().verifierKeys().stream()
              .filter(key -> key.type() == KeyType.ED25519)
              .map(VerifierKey::format)
              .findFirst()
              .orElseThrow();
      Path log = data.resolve("logs").resolve(NAME).resolve(TRAIL);
      return new JudgedLog(
          directory, log, vkey, older, forked, export, late, bare, proofs(directory, trail, size));
    }
  }

  /** Of records on either side of the bundles' edges. */
  private static List<Path> proofs(Path directory, AuditTrail trail, int size) throws Exception {
    List<Path> proofs = new ArrayList<>();
    for (int index : new int[] {0, 1, 255, 256, 511, size / 2, size - 2, size - 1}) {
      Path file = directory.resolve(index + ".tlog-proof");
      proofs.add(Files.write(file, trail.prove("audit_" + index, "auditor").encode()));
    }
    return proofs;
  }

  private static Instant createdAt(StoredRecord record) {
    return CanonicalScanner.string(record.bytes(), "integrity", "created_at")
        .map(Instant::parse)
        .orElseThrow();
  }

  /** Appends records in a session of its own and keeps the checkpoint behind them. */
  private static Path grow(Path data, int from, int to, String amount, Path checkpoint)
      throws Exception {
    try (LogStore store = open(data)) {
      AuditTrail trail = service(store).openOrCreate(TRAIL);
      for (int begin = from; begin < to; begin += BATCH) {
        trail.append(
            IntStream.range(begin, Math.min(to, begin + BATCH))
                .mapToObj(index -> record(index, amount))
                .toList(),
            "writer");
      }
      return Files.write(checkpoint, trail.log().publish().get().encode());
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
