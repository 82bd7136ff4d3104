package dev.intact.cli;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.LogStoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that work on a data directory themselves, while no server does. */
final class StoreOptions {

  @Option(
      names = "--data",
      defaultValue = "intact-data",
      description = "data directory (default: ${DEFAULT-VALUE})")
  private Path data = Path.of("intact-data");

  @Option(names = "--signer", description = "the signer's own directory (default: DATA.signer)")
  private Optional<Path> signer = Optional.empty();

  /** Opens a store that exists. */
  LogStore open() throws LogStoreException {
    if (!Files.exists(data.resolve("intact.json"))) {
      throw new IllegalArgumentException(
          data + " is no data directory; start one with: intact up --data " + data);
    }
    return create();
  }

  /** Opens a store, made if it does not exist. */
  LogStore create() throws LogStoreException {
    LogStoreConfig config = LogStoreConfig.of(data, InstantSource.system(), AuditKeys::keys);
    return LogStore.open(signer.map(config::withSignerDirectory).orElse(config));
  }

  static AuditService audit(LogStore store) {
    return new AuditService(store, InstantSource.system(), new SecureRandom());
  }

  /** Who runs the command, as the chain of custody names him. */
  static String actor() {
    return "cli:" + System.getProperty("user.name", "unknown");
  }
}
