package dev.intact.files.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.Decision;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesSettings;
import dev.intact.files.explain.Explainer;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.finding.Finding;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.index.RecordKeys;
import dev.intact.record.RecordFields;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A set that is watched, and all that was told of it. */
final class Watched implements WatchListener, AutoCloseable {

  static final Decision DECISION = new Decision("cli:ada", "a test");
  static final WatchSettings SETTINGS =
      WatchSettings.DEFAULT.withCanary(Duration.ofHours(1), Duration.ofSeconds(20));

  /** No test waits longer; none that holds waits nearly as long. */
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(60);

  private final LogStore store;
  private final FileSets sets;
  private final Path root;
  private final List<WatchReport> reports = new ArrayList<>(); // guarded by this
  private final List<String> said = new ArrayList<>(); // guarded by this
  private Optional<SetWatch> watch = Optional.empty();

  private Watched(Path store, Path root, List<Explainer> explainers) throws Exception {
    this.store = LogStore.open(LogStoreConfig.of(store, InstantSource.system(), Watched::keys));
    FilesSettings settings = FilesSettings.of(InstantSource.system()).withExplainers(explainers);
    this.sets = new FileSets(this.store, new SecureRandom(), settings);
    this.root = root;
  }

  private static RecordKeys keys(byte[] entry) {
    RecordFields fields = RecordFields.of(entry);
    return new RecordKeys(
        fields.auditId(), fields.eventType(), fields.eventMicros(), fields.createdMicros());
  }

  /** A baseline of a directory, and watching begun. */
  static Watched begin(Path store, Path root, Preset preset, WatchSettings settings)
      throws Exception {
    return begin(store, root, rules(preset, false, root), settings);
  }

  static Watched begin(Path store, Path root, ScanRules rules, WatchSettings settings)
      throws Exception {
    return begin(store, root, rules, settings, List.of());
  }

  static Watched begin(
      Path store, Path root, ScanRules rules, WatchSettings settings, List<Explainer> explainers)
      throws Exception {
    Watched watched = new Watched(store, root, explainers);
    watched.sets.openOrCreate("set").baseline(rules, DECISION, n -> {});
    watched.watch(settings);
    return watched;
  }

  /** Another process on the store of one before. */
  static Watched again(Path store, Path root, WatchSettings settings) throws Exception {
    Watched watched = new Watched(store, root, List.of());
    watched.watch(settings);
    return watched;
  }

  /** A baseline of the directory. */
  void baseline(Preset preset) throws Exception {
    sets.openOrCreate("set").baseline(rules(preset, false, root), DECISION, n -> {});
  }

  /** Another process that does not watch. */
  static Watched idle(Path store, Path root) throws Exception {
    return new Watched(store, root, List.of());
  }

  private void watch(WatchSettings settings) throws Exception {
    watch = Optional.of(SetWatch.start(set(), settings, this, "watch", new SecureRandom()));
    await("the first check", r -> true);
    awaitSaid("was seen after");
  }

  static ScanRules rules(Preset preset, boolean crossMounts, Path... roots) {
    return new ScanRules(
        Arrays.stream(roots).map(r -> ByteString.utf8(r.toString())).toList(),
        preset,
        List.of(),
        List.of(),
        crossMounts);
  }

  FileSet set() throws Exception {
    return sets.set("set");
  }

  SetWatch watch() {
    return watch.orElseThrow();
  }

  @Override
  public synchronized void observed(String set, WatchReport report) {
    reports.add(report);
    notifyAll();
  }

  @Override
  public synchronized void said(String set, String line) {
    said.add(line);
    notifyAll();
  }

  @Override
  public synchronized void failed(String set, String reason) {
    said(set, reason);
  }

  @Override
  public synchronized void ended(String set) {
    said(set, "ended");
  }

  /** Waits for the latest report to be of a kind. */
  synchronized WatchReport await(String what, Predicate<WatchReport> wanted)
      throws InterruptedException {
    long until = System.nanoTime() + DEADLINE;
    while (reports.isEmpty() || !wanted.test(reports.getLast())) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            what + " did not come; the last was " + (reports.isEmpty() ? "none" : lines()) + said);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return reports.getLast();
  }

  /** Waits until exactly these are open: verdict, path under the root, detail up to a …. */
  void awaitOpen(String... findings) throws InterruptedException {
    List<String> wanted = Arrays.stream(findings).sorted().toList();
    await(String.join(", ", wanted), r -> matches(lines(r), wanted));
    assertThat(matches(lines(), wanted)).isTrue();
  }

  private static boolean matches(List<String> lines, List<String> wanted) {
    if (lines.size() != wanted.size()) {
      return false;
    }
    for (int i = 0; i < lines.size(); i++) {
      String start = wanted.get(i).replace("…", "");
      if (!lines.get(i).startsWith(start)) {
        return false;
      }
    }
    return true;
  }

  /** What is open now, one line each, sorted. */
  synchronized List<String> lines() {
    return lines(reports.getLast());
  }

  private List<String> lines(WatchReport report) {
    return report.check().findings().stream()
        .map(f -> f.verdict() + " " + f.subject() + ": " + f.detail())
        .map(line -> line.replace(root + "/", "").replace(root.toString(), "."))
        .sorted()
        .toList();
  }

  synchronized List<WatchReport> reports() {
    return List.copyOf(reports);
  }

  synchronized List<String> said() {
    return List.copyOf(said);
  }

  /** Waits until something was said. */
  synchronized void awaitSaid(String part) throws InterruptedException {
    long until = System.nanoTime() + DEADLINE;
    while (said.stream().noneMatch(s -> s.contains(part))) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("not said: " + part + "; but " + said);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /** Something that may become so. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for what nobody tells. */
  void awaitThat(String what, Condition condition) throws Exception {
    long until = System.nanoTime() + DEADLINE;
    while (!condition.holds()) {
      assertThat(System.nanoTime() - until).as(what).isNegative();
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** The finding of a path in the last report. */
  Finding finding(String path) {
    return reports().getLast().check().findings().stream()
        .filter(f -> f.subject().equals(root + "/" + path))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    watch.ifPresent(SetWatch::close);
    store.close();
  }
}
