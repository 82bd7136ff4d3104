package dev.intact.server;

import dev.intact.files.FileSets;
import dev.intact.files.scan.ByteString;
import dev.intact.files.watch.WatchListener;
import dev.intact.files.watch.WatchReport;
import dev.intact.files.watch.WatchSettings;
import dev.intact.files.watch.WatchStatus;
import dev.intact.files.watch.Watches;
import dev.intact.finding.Finding;
import dev.intact.log.LogException;
import dev.intact.monitor.Monitoring;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.config.MonitorSpec;
import dev.intact.monitor.config.WatchSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Watches the sets of files whose monitors say so, and has monitoring tell what is found.
 * Thread-safe.
 */
final class FileWatches implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(FileWatches.class.getName());
  private static final String PART = "watch";
  private static final String ACTOR = "intact:watch";

  private final FileSets files;
  private final List<ByteString> own;
  private final RandomGenerator random;

  // guarded by this
  private Optional<MonitorConfig> config = Optional.empty();
  private Optional<Watches> watches = Optional.empty();

  /**
   * Nothing is watched yet.
   *
   * @param own directories that the service itself writes to
   */
  FileWatches(FileSets files, List<ByteString> own, RandomGenerator random) {
    this.files = files;
    this.own = List.copyOf(own);
    this.random = random;
  }

  /** A configuration is in force. */
  synchronized void use(MonitorConfig now) {
    config = Optional.of(now);
    watches.ifPresent(w -> w.use(name -> settings(now, name)));
  }

  /** Begins to watch. */
  synchronized void start(Monitoring monitoring) {
    Watches begun = new Watches(files, new Telling(monitoring), ACTOR, random);
    watches = Optional.of(begun);
    config.ifPresent(now -> begun.use(name -> settings(now, name)));
  }

  private Optional<WatchSettings> settings(MonitorConfig now, String set) {
    Optional<WatchSpec> spec = now.monitor(FileChecks.KIND, set).flatMap(MonitorSpec::watch);
    return spec.map(s ->
        new WatchSettings(
            s.rereadWithin(), s.canaryEvery(), s.canaryWithin(), s.byDirectory(), own));
  }

  /** How those stand that are watched. */
  synchronized List<WatchStatus> statuses() {
    return watches.map(Watches::statuses).orElse(List.of());
  }

  @Override
  public void close() {
    Optional<Watches> ended;
    synchronized (this) {
      ended = watches;
      watches = Optional.empty();
    }
    ended.ifPresent(Watches::close);
  }

  /** What fails here is logged: it must not end the watching. */
  private static final class Telling implements WatchListener {

    private final Monitoring monitoring;

    Telling(Monitoring monitoring) {
      this.monitoring = monitoring;
    }

    private interface Act {
      void run() throws LogException, IOException, InterruptedException;
    }

    private static void tell(String set, Act act) throws InterruptedException {
      try {
        act.run();
      } catch (LogException | IOException e) {
        LOG.log(
            System.Logger.Level.ERROR, "what was found in " + set + " did not reach monitoring", e);
      }
    }

    @Override
    public void observed(String set, WatchReport report) throws InterruptedException {
      tell(
          set,
          () -> {
            if (report.amiss().isEmpty()) {
              monitoring.working(PART, set);
            } else {
              String reason =
                  report.amiss().stream().map(Finding::detail).collect(Collectors.joining("; "));
              monitoring.failing(PART, set, reason);
            }
            if (report.complete()) {
              monitoring.watched(FileChecks.KIND, set, report.check());
            } else {
              List<Finding> found =
                  report.fresh().stream().filter(f -> !report.amiss().contains(f)).toList();
              monitoring.reported(FileChecks.KIND, set, found);
            }
          });
    }

    @Override
    public void said(String set, String line) {
      LOG.log(System.Logger.Level.INFO, "set {0} {1}", set, line);
    }

    @Override
    public void failed(String set, String reason) throws InterruptedException {
      tell(set, () -> monitoring.failing(PART, set, reason));
    }

    @Override
    public void ended(String set) throws InterruptedException {
      tell(set, () -> monitoring.working(PART, set));
    }
  }
}
