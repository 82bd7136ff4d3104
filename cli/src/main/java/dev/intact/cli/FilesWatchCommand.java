package dev.intact.cli;

import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.scan.ByteString;
import dev.intact.files.watch.SetWatch;
import dev.intact.files.watch.WatchSettings;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.log.LogStore;
import dev.intact.monitor.config.Durations;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact files watch}. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Watches sets and tells of each change within a second, until SIGINT or SIGTERM. Begins with a",
      "quick check, so that what was changed while nobody watched is found. By fanotify for root,",
      "which names the process; else by inotify, directory by directory.",
      "Events are hints: what counts is what is read. Whatever they say, every file is read again",
      "within --reread-within; and a file made on purpose in each root (.intact-canary-…, removed at",
      "once) proves every --canary-every that changes are seen.",
      "A service watches by itself the sets whose monitors say watch: with --server this shows how",
      "that stands, and ends."
    },
    footer = {
      "",
      "Exit codes: 0 nothing is wrong at the end, 1 findings, 2 bad usage, 3 not everything is seen,",
      "or a set is not watched.",
      "",
      "Examples:",
      "  intact files watch etc",
      "  intact files watch etc usr --for 10m --json",
      "  intact files watch etc --server http://127.0.0.1:8470 --key-file intact-data/admin.key"
    })
final class FilesWatchCommand implements Callable<Integer> {

  @Mixin private TargetOptions target = new TargetOptions();

  @Parameters(paramLabel = "SET", arity = "1..*", description = "the sets' names")
  private List<String> sets = List.of();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "end by itself 30s, 15m, 4h or 1d after the first check")
  private Optional<String> time = Optional.empty();

  @Option(
      names = "--reread-within",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "read every file again within this time (default: ${DEFAULT-VALUE})")
  private String reread = "24h";

  @Option(
      names = "--canary-every",
      paramLabel = "TIME",
      defaultValue = "5m",
      description = "how often to prove that changes are seen (default: ${DEFAULT-VALUE})")
  private String canary = "5m";

  @Option(names = "--inotify", description = "use inotify even where fanotify is to be had")
  private boolean inotify;

  @Option(names = "--json", description = "one JSON object a line")
  private boolean json;

  private final Io io;

  FilesWatchCommand(Io io) {
    this.io = io;
  }

  private static Duration duration(String option, String text) {
    return Durations.parse(text)
        .filter(Duration::isPositive)
        .orElseThrow(() ->
            new IllegalArgumentException(
                option + " takes a time as 90s, 15m, 4h or 1d, not " + text));
  }

  @Override
  public Integer call() throws Exception {
    Optional<URI> url = target.server(io);
    return url.isPresent() ? show(target.client(io, url.get())) : watch();
  }

  private int watch() throws Exception {
    Optional<Duration> lasts = time.map(t -> duration("--for", t));
    LogStore store = target.store(io, false, false, n -> {});
    WatchPrinter printer = new WatchPrinter(io, json);
    List<SetWatch> watches = new ArrayList<>();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              end.countDown();
              printer.stop();
              awaitQuietly(ended);
              Runtime.getRuntime().halt(printer.exitCode());
            },
            "intact-stop");
    try {
      begin(store, printer, watches);
      Runtime.getRuntime().addShutdownHook(hook);
      store.whenFailed().thenRun(end::countDown).thenRun(printer::stop);
      printer.awaitBegun(watches.size());
      boolean unused =
          lasts.isPresent() ? end.await(lasts.get().toMillis(), TimeUnit.MILLISECONDS) : await(end);
    } finally {
      watches.forEach(SetWatch::close);
      store.close();
      ended.countDown();
      forget(hook);
    }
    if (store.whenFailed().isDone()) {
      throw new CommandFailure(3, "storage failed: " + store.whenFailed().join().getMessage());
    }
    return printer.exitCode();
  }

  private void begin(LogStore store, WatchPrinter printer, List<SetWatch> watches)
      throws Exception {
    WatchSettings settings =
        WatchSettings.DEFAULT
            .withDeepAge(duration("--reread-within", reread))
            .withCanary(duration("--canary-every", canary), WatchSettings.DEFAULT.canaryWithin())
            .withInotify(inotify)
            .withOwn(store.directories().stream().map(d -> ByteString.utf8(d.toString())).toList());
    FileSets all = TargetOptions.fileSets(io, store);
    List<FileSet> named = new ArrayList<>();
    for (String name : new LinkedHashSet<>(sets)) {
      named.add(all.set(name));
    }
    for (FileSet set : named) {
      watches.add(SetWatch.start(set, settings, printer, TargetOptions.actor(), io.random()));
    }
  }

  private static boolean await(CountDownLatch end) throws InterruptedException {
    end.await();
    return true;
  }

  private static void forget(Thread hook) {
    try {
      boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it runs: the process ends by a signal, with the exit code that the hook gives it
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How a server's watches stand. */
  private int show(ServerClient server) throws Exception {
    if (time.isPresent() || inotify) {
      throw new IllegalArgumentException(
          "--for and --inotify go with a data directory; a server is configured by its YAML file");
    }
    Set<String> left = new LinkedHashSet<>(sets);
    int worst = 0;
    for (JsonValue value : server.get("/v1/monitor/watches").array("watches").orElse(List.of())) {
      if (value instanceof JsonObject watch && left.remove(watch.string("set").orElse(""))) {
        io.out().println(json ? Json.text(watch) : WatchPrinter.status(watch));
        boolean amiss = watch.array("amiss").map(a -> !a.isEmpty()).orElse(false);
        boolean open = watch.integer("open").orElse(0L) > 0;
        worst = open || worst == 1 ? 1 : amiss ? 3 : worst;
      }
    }
    for (String name : left) {
      io.err().println("intact: the server does not watch set " + name);
      worst = worst == 1 ? 1 : 3;
    }
    return worst;
  }
}
