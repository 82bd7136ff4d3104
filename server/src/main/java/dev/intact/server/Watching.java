package dev.intact.server;

import dev.intact.audit.AuditService;
import dev.intact.audit.AuditSettings;
import dev.intact.audit.IntegrityAlerts;
import dev.intact.audit.IntegrityReport;
import dev.intact.audit.IntegrityRounds;
import dev.intact.audit.SecurityLog;
import dev.intact.files.FileSets;
import dev.intact.files.FilesReport;
import dev.intact.files.FilesSettings;
import dev.intact.files.HostSources;
import dev.intact.files.scan.ByteString;
import dev.intact.files.watch.WatchStatus;
import dev.intact.log.LogException;
import dev.intact.log.LogStore;
import dev.intact.monitor.ConfigRefusedException;
import dev.intact.monitor.MonitorSetup;
import dev.intact.monitor.Monitoring;
import dev.intact.monitor.channel.Channels;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.FileSetSpec;
import dev.intact.monitor.config.MonitorConfig;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Monitoring over everything that a store can verify. The same for the service and for a command
 * that has the store to itself. Thread-safe.
 */
public final class Watching implements AutoCloseable {

  private final SecurityLog security;
  private final AuditService audit;
  private final IntegrityAlerts recorded;
  private final IntegrityRounds rounds;
  private final FileSets files;
  private final FileWatches watches;
  private volatile MonitorConfig config;
  private final Monitoring monitoring;

  Watching(
      LogStore store,
      AuditSettings settings,
      InstantSource clock,
      RandomGenerator random,
      WatchConfig watch,
      Consumer<IntegrityReport> onReport,
      Runnable onAlert,
      Consumer<FilesReport> onFiles)
      throws ConfigRefusedException, LogException, IOException, InterruptedException {
    this.security = new SecurityLog(store, clock, random);
    this.audit = new AuditService(store, clock, random, settings);
    this.recorded = new IntegrityAlerts(security, settings, onAlert);
    this.rounds = new IntegrityRounds(audit, recorded, settings, clock, onReport);
    this.files =
        new FileSets(
            store,
            random,
            FilesSettings.of(clock)
                .telling(onFiles)
                .withExplainers(HostSources.of(HostSources.isFetching(watch.environment()))));
    this.watches = new FileWatches(files, own(store), random);
    Defaults defaults = Checks.defaults(settings, watch.zone());
    this.config = MonitorConfig.none(defaults);
    this.monitoring =
        Monitoring.open(
            new MonitorSetup(
                store,
                new Checks(rounds, new FileChecks(files, () -> this.config)),
                new Channels(watch.environment(), clock, watch.console(), watch.host()),
                watch.source(),
                defaults,
                clock,
                System::nanoTime,
                random,
                this::use));
  }

  private void use(MonitorConfig changed) {
    config = changed;
    watches.use(changed);
  }

  /** What we write ourselves is no change to a set that happens to hold it. */
  private static List<ByteString> own(LogStore store) {
    return store.directories().stream().map(path -> ByteString.utf8(path.toString())).toList();
  }

  /**
   * For a command that has the store to itself.
   *
   * @param store not closed by this
   * @param settings of the checks of trails
   * @param clock the time
   * @param random for ids, cryptographically strong
   * @param watch what monitoring is started with
   * @return monitoring that does nothing yet
   * @throws ConfigRefusedException if the configuration cannot be used
   * @throws LogException if the log of monitoring cannot be read or written
   * @throws IOException if storage fails
   * @throws InterruptedException if the thread was interrupted
   */
  public static Watching open(
      LogStore store,
      AuditSettings settings,
      InstantSource clock,
      RandomGenerator random,
      WatchConfig watch)
      throws ConfigRefusedException, LogException, IOException, InterruptedException {
    return new Watching(
        store, settings, clock, random, watch, report -> {}, () -> {}, report -> {});
  }

  /** What the configuration in force declares of a set of files. */
  Optional<FileSetSpec> declared(String set) {
    return config.fileSet(set);
  }

  /** Begins: checks on their schedule, and sets of files whose monitors say so all the time. */
  public void start() {
    monitoring.start();
    watches.start(monitoring);
  }

  /**
   * How the sets of files stand that are watched.
   *
   * @return one each, by name
   */
  public List<WatchStatus> watched() {
    return watches.statuses();
  }

  /**
   * What watches.
   *
   * @return closed with this
   */
  public Monitoring monitoring() {
    return monitoring;
  }

  /** The configuration that is in force now. */
  MonitorConfig config() {
    return config;
  }

  SecurityLog security() {
    return security;
  }

  AuditService audit() {
    return audit;
  }

  IntegrityAlerts recorded() {
    return recorded;
  }

  IntegrityRounds rounds() {
    return rounds;
  }

  FileSets files() {
    return files;
  }

  /** Ends checks and threads; what was not delivered is at the next start. */
  @Override
  public void close() {
    watches.close();
    monitoring.close();
  }
}
