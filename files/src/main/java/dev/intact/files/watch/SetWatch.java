package dev.intact.files.watch;

import dev.intact.files.FileSet;
import dev.intact.files.FilesException;
import dev.intact.files.FilesReport;
import dev.intact.files.LiveSet;
import dev.intact.files.LiveSet.Differing;
import dev.intact.files.LiveSet.Found;
import dev.intact.files.LiveSet.Seen;
import dev.intact.files.WatchedSet;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.notice.Use;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Looker;
import dev.intact.files.watch.OpenFindings.Delta;
import dev.intact.files.watch.Touched.Batch;
import dev.intact.finding.Finding;
import dev.intact.finding.Severity;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Watches one set, from its start to its end. Begins with a quick check, so that what was changed
 * while nobody watched is found. From then on events, sweeps and the steady re-reading say where to
 * look; one thread looks, compares and tells. Thread-safe.
 */
public final class SetWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(SetWatch.class.getName());
  private static final int MAX_NAMED = 5_000;
  private static final int MAX_RELOOKED = 20_000;
  private static final long RETRY_SECONDS = 5;
  private static final long RECORD_MILLIS = 10_000;

  private static final String RECORD = "record";
  private static final String LOST = "lost";
  private static final String DEEP = "deep";
  private static final String LIMIT = "limit";
  private static final String BLIND = "blind";
  private static final String UNRECORDED = "unrecorded";

  private final FileSet fileSet;
  private final WatchedSet set;
  private final WatchSettings settings;
  private final WatchListener listener;
  private final String by;
  private final Touched touched = new Touched();
  private final Canaries canaries = new Canaries();
  private final Airspace airspace = new Airspace(canaries); // the looking thread's
  private final CanaryRounds rounds;
  private final OpenFindings open = new OpenFindings(); // the looking thread's
  private final Teller teller;
  private final Sweeper sweeper;
  private final WatchLog record;
  private final Crew crew;
  private final Map<String, Long> healed = new HashMap<>(); // the looking thread's
  private final java.util.function.Consumer<FilesReport> checked = this::checked;
  private volatile Optional<DeepReading> deep = Optional.empty();
  private volatile LiveSet live;
  private volatile Hints hints;
  private volatile EventLoop events;
  private volatile WatchStatus status;
  private final Settling settling = new Settling(); // the looking thread's
  private final Using using = new Using(); // the looking thread's
  private boolean told; // the looking thread's: something was told that is not as it should be

  private SetWatch(
      FileSet fileSet,
      WatchSettings settings,
      WatchListener listener,
      String by,
      RandomGenerator random)
      throws FilesException, InterruptedException {
    this.fileSet = fileSet;
    this.set = fileSet.watched();
    this.settings = settings;
    this.listener = listener;
    this.by = by;
    this.rounds =
        new CanaryRounds(
            new CanaryFlight(set, canaries, random), () -> live.rules(), settings, new Flights());
    this.live = set.live();
    this.hints = new Hints(touched, canaries, live.rules(), settings.own());
    this.crew = new Crew("intact-watch-" + set.name(), this::failed);
    this.teller = new Teller(set.name(), listener);
    this.sweeper = new Sweeper(() -> live, new Sweep());
    this.record = new WatchLog(set, by, () -> deep.map(DeepReading::progress));
    this.events = openEvents();
    this.status = WatchStatus.begun(set.name(), set.clock().instant(), events.how());
  }

  /**
   * Begins to watch. Events count from before this returns; the first check runs after it.
   *
   * @param set the set; needs a baseline
   * @param settings how
   * @param listener is told
   * @param by who watches, in records
   * @param random for names of canaries, cryptographically strong
   * @return to be closed
   * @throws FilesException if there is no baseline, or the kernel gives no events
   * @throws InterruptedException if the thread was interrupted
   */
  public static SetWatch start(
      FileSet set,
      WatchSettings settings,
      WatchListener listener,
      String by,
      RandomGenerator random)
      throws FilesException, InterruptedException {
    SetWatch watch = new SetWatch(set, settings, listener, by, random);
    watch.events.how().forEach(line -> listener.said(set.name(), "watches " + line));
    watch.events.start(watch.crew.name("events"));
    watch.crew.start("look", watch::look);
    return watch;
  }

  private EventLoop openEvents() throws FilesException {
    try {
      return EventLoop.open(
          hints, live.rules(), settings.byDirectory(), inode -> live.isKnown(inode));
    } catch (IOException | UnsupportedSystemException e) {
      throw FilesException.failed("events of files cannot be had: " + e.getMessage(), e);
    }
  }

  private void failed(Throwable e) {
    LOG.log(System.Logger.Level.ERROR, "watching of " + set.name() + " failed", e);
    condition(BLIND, critical("watching has failed, nothing is seen any more: " + e));
  }

  /** How it stands. */
  public WatchStatus status() {
    return status.canary(rounds.last());
  }

  private void look() throws InterruptedException {
    begin();
    Optional<Looker> looker = Optional.empty();
    LiveSet lookers = live;
    try {
      while (true) {
        try {
          if (looker.isEmpty() || lookers != live) {
            looker.ifPresent(Looker::close);
            lookers = live;
            looker = Optional.of(lookers.looker());
          }
          step(looker.get());
          heal(BLIND);
        } catch (FilesException e) {
          condition(BLIND, critical("nothing can be compared: " + e.getMessage()));
          flush();
          TimeUnit.SECONDS.sleep(RETRY_SECONDS);
          touched.lost("it could not be compared for a time");
        }
      }
    } finally {
      looker.ifPresent(Looker::close);
    }
  }

  private void begin() throws InterruptedException {
    while (true) {
      try {
        rounds.clear();
        FilesReport report = fileSet.check(true, by, n -> {});
        open.reset(report.check(), System.nanoTime());
        told = !open.isClean();
        listener.said(
            set.name(),
            "began with a quick check; everything was read last at " + report.lastFull());
        listener.observed(
            set.name(),
            new WatchReport(report.check(), List.of(), true, report.check().findings(), 0, 0));
        DeepReading reading = deepReading();
        reading.begin(set.deep(live.baseline()), report.lastFull());
        deep = Optional.of(reading);
        set.watchChecks(checked);
        crew.start("sweep", sweeper::run);
        crew.start("deep", reading::run);
        crew.start(RECORD, () -> record.run(this::unrecorded));
        crew.start("canary", rounds::run);
        events.limit().ifPresent(l -> condition(LIMIT, lost(l)));
        return;
      } catch (FilesException e) {
        listener.failed(set.name(), "the first check came to nothing: " + e.getMessage());
        TimeUnit.SECONDS.sleep(RETRY_SECONDS);
      }
    }
  }

  private DeepReading deepReading() {
    return new DeepReading(
        () -> live,
        settings.deepAge(),
        set.clock(),
        new DeepHints(
            touched,
            late ->
                late.ifPresentOrElse(
                    l -> condition(DEEP, lost(l)), () -> touched.whenReached(() -> heal(DEEP))),
            settings.deepAge()),
        e -> condition(DEEP, lost("files cannot be re-read: " + e.getMessage())));
  }

  private void step(Looker looker) throws FilesException, InterruptedException {
    Batch batch = touched.take(teller.waits() ? 50 : 500);
    if (set.changes() != live.changes()) {
      reload();
    }
    for (String reason : batch.lost()) {
      condition(LOST, lost("hints were lost, the whole set is looked at: " + reason));
      touched.whenReached(() -> heal(LOST));
    }
    long now = System.nanoTime();
    Map<ByteString, Set<String>> through = new HashMap<>();
    Set<ByteString> exact = new HashSet<>(batch.exact());
    for (var inode : batch.inodes().entrySet()) {
      for (ByteString name : live.names(inode.getKey())) {
        exact.add(name);
        through.computeIfAbsent(name, n -> new LinkedHashSet<>()).addAll(inode.getValue());
      }
    }
    exact.addAll(open.partners(exact));
    exact.addAll(airspace.due());
    airspace.begin();
    if (!exact.isEmpty() || !batch.deep().isEmpty()) {
      exact.addAll(open.missingSince(now - TimeUnit.SECONDS.toNanos(2)));
      looked(live.look(looker, exact, batch.deep()), batch, through);
    }
    batch.reached().forEach(Runnable::run);
    open.dueAgain(now).forEach(path -> touched.exact(path, Optional.empty()));
    using.due(now).forEach(path -> touched.exact(path, Optional.empty()));
    settling.due(now).stream()
        .filter(open::isOpen)
        .forEach(path -> touched.exact(path, Optional.empty()));
    flush();
  }

  private void looked(Seen all, Batch batch, Map<ByteString, Set<String>> through)
      throws FilesException, InterruptedException {
    Seen seen = airspace.clear(all, live.rules().roots());
    List<Found> found = new ArrayList<>();
    for (Found one : seen.found()) {
      if (!canaries.found(one.path(), Attribution.sha256(one.finding()))) {
        found.add(Attribution.add(one, batch.by(one.path()), through.get(one.path())));
      }
    }
    Delta delta =
        open.update(
            new Seen(seen.exact(), seen.deep(), found, seen.uses()),
            airspace.putOff(),
            System.nanoTime());
    List<Use> used = using.looked(seen, System.nanoTime());
    if (!used.isEmpty()) {
      set.used(used);
      record.add(live.baseline());
    }
    otherNames(delta, batch);
    if (settling.add(delta.fresh())) {
      told = true; // so that the alert's number is made right
      sweeper.request();
    }
    take(delta, List.of());
  }

  /** A file that was changed under one name was changed under all. */
  private void otherNames(Delta delta, Batch batch) throws FilesException {
    for (Found one : delta.fresh().subList(0, Math.min(delta.fresh().size(), MAX_NAMED))) {
      Optional<Long> inode = one.inode();
      if (inode.isPresent() && live.isKnown(inode.get())) {
        Optional<String> who = batch.by(one.path()).stream().findFirst();
        for (ByteString name : live.names(inode.get())) {
          if (!open.isOpen(name)) {
            touched.exact(name, who);
          }
        }
      }
    }
  }

  private void take(Delta delta, List<Finding> conditions) throws InterruptedException {
    if (!delta.isEmpty() || !conditions.isEmpty()) {
      record.add(delta.fresh(), delta.again(), conditions, live.baseline());
      teller.add(delta, conditions);
      told |= !delta.fresh().isEmpty() || !conditions.isEmpty();
    }
    if (told && open.isClean()) {
      sweeper.request(); // nothing is known to be wrong: that is worth a look at everything
    }
  }

  private void flush() throws InterruptedException {
    if (teller.isDue() && !teller.tell(open, set.clock().instant(), false)) {
      told = true; // so many that only a look at everything makes the sum right
      sweeper.request();
    }
    status =
        status.with(
            hints.count(),
            touched.dropped(),
            open.size(),
            open.conditions(),
            deep.map(DeepReading::age),
            events.how());
  }

  /** What is in force is another: compare with that from now on. */
  private void reload() throws FilesException, InterruptedException {
    LiveSet next = set.live();
    boolean other = !next.rules().equals(live.rules());
    live = next;
    hints.use(next.rules());
    if (other) {
      EventLoop before = events;
      hints = new Hints(touched, canaries, next.rules(), settings.own());
      events = openEvents();
      events.start(crew.name("events"));
      before.close();
    }
    open.paths(MAX_RELOOKED).forEach(path -> touched.exact(path, Optional.empty()));
    told = true;
    sweeper.request();
  }

  /** What a sweep has seen are hints too: what happened since is known better. */
  private final class Sweep implements Sweeper.Swept {
    @Override
    public void swept(long startedAt, Differing seen, LiveSet with) throws InterruptedException {
      touched.whenReached(() -> compared(startedAt, seen, with));
    }

    @Override
    public void failed(FilesException why) throws InterruptedException {
      condition(BLIND, critical("the set cannot be looked at: " + why.getMessage()));
      TimeUnit.SECONDS.sleep(RETRY_SECONDS);
      sweeper.request();
    }
  }

  private void compared(long startedAt, Differing seen, LiveSet with) {
    lookAgain(new HashSet<>(seen.paths()));
    touched.whenReached(() -> finished(startedAt, seen, with));
  }

  /** At what was found and is not known, and at what is known and was not found. */
  private void lookAgain(Set<ByteString> found) {
    for (ByteString path : found) {
      if (!open.isOpen(path)) {
        touched.exact(path, Optional.empty());
      }
    }
    for (ByteString path : open.paths(MAX_RELOOKED)) {
      if (!found.contains(path)) {
        touched.exact(path, Optional.empty());
      }
    }
  }

  /** Everything that the sweep found was looked at again: what was amiss before it is mended. */
  private void finished(long startedAt, Differing seen, LiveSet with) {
    open.cover(seen.coverage());
    List<String> mended =
        healed.entrySet().stream()
            .filter(h -> h.getValue() - startedAt <= 0)
            .map(Map.Entry::getKey)
            .toList();
    for (String key : mended) {
      healed.remove(key);
      if (open.condition(key, Optional.empty())) {
        listener.said(set.name(), "the whole set was looked at: " + key + " is over");
      }
    }
    try {
      if (with == live && (told || !mended.isEmpty())) {
        boolean unused = teller.tell(open, set.clock().instant(), true);
        told = !open.isClean();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Finding lost(String what) {
    return Finding.of(Verdict.COVERAGE_LOST, "watching of " + set.name(), what);
  }

  private Finding critical(String what) {
    return lost(what).withSeverity(Severity.CRITICAL);
  }

  /** May be called by any thread; told by the looking one. */
  private void condition(String key, Finding finding) {
    touched.whenReached(() -> {
      if (open.condition(key, Optional.of(finding))) {
        healed.remove(key);
        try {
          take(new Delta(List.of(), List.of()), List.of(finding));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    });
  }

  /** It works again; it counts as mended when the whole set was looked at since. */
  private void heal(String key) {
    if (open.has(key) && healed.putIfAbsent(key, System.nanoTime()) == null) {
      sweeper.request();
    }
  }

  private void unrecorded(FilesException e) {
    LOG.log(System.Logger.Level.ERROR, "what was found in " + set.name() + " is not recorded", e);
    condition(UNRECORDED, critical("what is found cannot be recorded: " + e.getMessage()));
  }

  /** What comes of canaries. */
  private final class Flights implements CanaryRounds.Told {
    @Override
    public void seen(String key) {
      touched.whenReached(() -> heal(key));
    }

    @Override
    public void missed(String key, String what) {
      condition(key, critical(what));
      events.renew();
      sweeper.request();
    }

    @Override
    public void said(String line) {
      listener.said(set.name(), line);
    }

    @Override
    public void landed(ByteString root) {
      touched.exact(root, Optional.empty());
    }

    @Override
    public void flown() {
      record.round(live.baseline());
    }
  }

  /** What a check has found that we know nothing of, or not found that we know. */
  private void checked(FilesReport report) {
    Set<ByteString> found = new HashSet<>();
    report.check().findings().forEach(f -> found.add(ByteString.parse(f.subject())));
    touched.whenReached(() -> lookAgain(found));
  }

  /** For tests: where events are read. */
  EventLoop events() {
    return events;
  }

  /** For tests: how many canaries have been out. */
  long flights() {
    return canaries.flights();
  }

  /** Waits until what was found so far is in the log. */
  boolean awaitRecorded(long millis) throws InterruptedException {
    return record.awaitRecorded(millis);
  }

  /** Ends; what was found, and how far everything is, is recorded first. */
  @Override
  public void close() {
    set.unwatchChecks(checked);
    boolean interrupted = Thread.interrupted();
    try {
      crew.endAllBut(RECORD);
      record.add(live.baseline());
      boolean unused = record.awaitRecorded(RECORD_MILLIS);
      crew.endAllBut("");
    } catch (InterruptedException e) {
      interrupted = true;
    }
    events.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
