package dev.intact.log;

import dev.intact.log.index.KeyExtractor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a store is opened. Immutable; start from {@link #of} and change what differs.
 *
 * @param directory the store's directory; made when absent
 * @param signerDirectory the signer's own path; should lie outside {@code directory} and out of its
 *     backups
 * @param name the installation prefix of all origins, used at the first start; empty makes one up
 * @param clock the time of records and checkpoints
 * @param keys finds the indexed keys in an entry
 * @param maxRecordsInFlight admission limit: records taken but not yet indexed
 * @param maxBytesInFlight admission limit: bytes of those records
 * @param maxBatchRecords most records of one journal batch
 * @param publishInterval how long a changed log waits for its next checkpoint at least
 * @param journalSegmentBytes size of one journal segment
 * @param journalHeldBytes when the journal holds more than this, lagging logs are flushed so that
 *     it can be released
 */
public record LogStoreConfig(
    Path directory,
    Path signerDirectory,
    Optional<String> name,
    InstantSource clock,
    KeyExtractor keys,
    int maxRecordsInFlight,
    long maxBytesInFlight,
    int maxBatchRecords,
    Duration publishInterval,
    long journalSegmentBytes,
    long journalHeldBytes) {

  /**
   * The defaults: 65,536 records or 128 MiB in flight, batches of 4,096, a checkpoint a second, 64
   * MiB segments, 512 MiB of journal.
   *
   * @param directory the store's directory
   * @param clock the time of records and checkpoints
   * @param keys finds the indexed keys in an entry
   * @return a configuration whose signer lies in {@code <directory>.signer}
   */
  public static LogStoreConfig of(Path directory, InstantSource clock, KeyExtractor keys) {
    Path absolute = directory.toAbsolutePath().normalize();
    return new LogStoreConfig(
        absolute,
        absolute.resolveSibling(absolute.getFileName() + ".signer"),
        Optional.empty(),
        clock,
        keys,
        65_536,
        128L << 20,
        4_096,
        Duration.ofSeconds(1),
        64L << 20,
        512L << 20);
  }

  /**
   * The same with another signer's path.
   *
   * @param path the signer's own path
   * @return a new configuration
   */
  public LogStoreConfig withSignerDirectory(Path path) {
    return new LogStoreConfig(
        directory,
        path.toAbsolutePath().normalize(),
        name,
        clock,
        keys,
        maxRecordsInFlight,
        maxBytesInFlight,
        maxBatchRecords,
        publishInterval,
        journalSegmentBytes,
        journalHeldBytes);
  }

  /**
   * The same with an installation prefix for a first start.
   *
   * @param prefix for example {@code audit.example.com}
   * @return a new configuration
   */
  public LogStoreConfig withName(String prefix) {
    return new LogStoreConfig(
        directory,
        signerDirectory,
        Optional.of(prefix),
        clock,
        keys,
        maxRecordsInFlight,
        maxBytesInFlight,
        maxBatchRecords,
        publishInterval,
        journalSegmentBytes,
        journalHeldBytes);
  }

  /**
   * The same with other limits on what is in flight.
   *
   * @param records most records taken but not yet indexed
   * @param bytes most bytes of those records
   * @return a new configuration
   */
  public LogStoreConfig withInFlight(int records, long bytes) {
    return new LogStoreConfig(
        directory,
        signerDirectory,
        name,
        clock,
        keys,
        records,
        bytes,
        maxBatchRecords,
        publishInterval,
        journalSegmentBytes,
        journalHeldBytes);
  }

  /**
   * The same with another rhythm of checkpoints.
   *
   * @param interval how long a changed log waits for its next checkpoint at least
   * @return a new configuration
   */
  public LogStoreConfig withPublishInterval(Duration interval) {
    return new LogStoreConfig(
        directory,
        signerDirectory,
        name,
        clock,
        keys,
        maxRecordsInFlight,
        maxBytesInFlight,
        maxBatchRecords,
        interval,
        journalSegmentBytes,
        journalHeldBytes);
  }

  /**
   * The same with another journal.
   *
   * @param segmentBytes size of one segment
   * @param heldBytes when more is held, lagging logs are flushed
   * @return a new configuration
   */
  public LogStoreConfig withJournal(long segmentBytes, long heldBytes) {
    return new LogStoreConfig(
        directory,
        signerDirectory,
        name,
        clock,
        keys,
        maxRecordsInFlight,
        maxBytesInFlight,
        maxBatchRecords,
        publishInterval,
        segmentBytes,
        heldBytes);
  }
}
