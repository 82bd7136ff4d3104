package dev.intact.bench;

import dev.intact.audit.AuditSettings;
import dev.intact.files.Decision;
import dev.intact.files.FileSets;
import dev.intact.files.FilesSettings;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.files.watch.WatchStatus;
import dev.intact.monitor.ConfigSource;
import dev.intact.monitor.Monitoring;
import dev.intact.monitor.alert.Alert;
import dev.intact.server.WatchConfig;
import dev.intact.server.Watching;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * From a write to the arrival of its alert at a receiver of webhooks, and a hundred thousand new
 * files at once; through all of what the service does.
 */
final class FilesWatch implements Scenario {

  private static final String SET = "bench";
  private static final int FILES = 10_000;
  private static final int DIRECTORIES = 100;
  private static final int CHANGES = 30;
  private static final int BURST = 100_000;
  private static final long DEADLINE = TimeUnit.MINUTES.toNanos(5);

  @Override
  public String name() {
    return "files-watch";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectory(tree.resolve("d" + i));
    }
    for (int i = 0; i < FILES; i++) {
      Files.writeString(file(tree, i), "before " + i);
    }
    try (Store store = Store.open(directory.resolve("data"));
        Hook hook = new Hook()) {
      baseline(store, tree);
      try (Watching watching = watching(store, configuration(directory, hook))) {
        watching.start();
        awaitBegun(watching);
        List<Figure> figures = new ArrayList<>();
        figures.add(latency(tree, hook, watching, Math.min(CHANGES, scale.samples())));
        figures.addAll(burst(tree, hook, watching));
        return figures;
      }
    }
  }

  private static void baseline(Store store, Path tree) throws Exception {
    // Without times, so that a file that is put back is as it was.
    ScanRules rules =
        new ScanRules(
            List.of(ByteString.utf8(tree.toString())), Preset.CONTENT, List.of(), List.of(), false);
    var unused =
        new FileSets(store.logs(), new SecureRandom(), FilesSettings.of(InstantSource.system()))
            .openOrCreate(SET)
            .baseline(rules, new Decision(Store.ACTOR, "measured"), n -> {});
  }

  private static Path configuration(Path directory, Hook hook) throws Exception {
    return Files.writeString(
        directory.resolve("intact.yaml"),
        """
        monitors:
          - {name: bench, kind: files, subject: bench, interval: 1d, watch: true}
        channels:
          - {name: hook, type: webhook, url: "%s", per_minute: 10000, burst: 1000}
        """
            .formatted(hook.url()));
  }

  private static Watching watching(Store store, Path configuration) throws Exception {
    return Watching.open(
        store.logs(),
        AuditSettings.parse(Map.of()),
        InstantSource.system(),
        new SecureRandom(),
        new WatchConfig(
            ConfigSource.of(configuration),
            Map.of(),
            new PrintStream(PrintStream.nullOutputStream()),
            SET,
            ZoneOffset.UTC));
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private interface Reason {
    String text() throws Exception;
  }

  private static void await(Condition condition, Reason reason) throws Exception {
    long until = System.nanoTime() + DEADLINE;
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(reason.text());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The first whole check came to its end, and a canary proved that changes are seen. */
  private static void awaitBegun(Watching watching) throws Exception {
    Monitoring monitoring = watching.monitoring();
    await(
        () ->
            watching.watched().stream().anyMatch(w -> w.canary().contains("seen after"))
                && monitoring.view().runs(SET).stream().anyMatch(r -> r.failure().isEmpty())
                && monitoring.view().active().isEmpty(),
        () -> "watching does not begin: " + watching.watched() + monitoring.view().status());
  }

  private static Path file(Path tree, int i) {
    return tree.resolve("d" + i % DIRECTORIES).resolve("f" + i);
  }

  /** One change at a time; it is put back, and the alert over, before the next. */
  private static Figure latency(Path tree, Hook hook, Watching watching, int changes)
      throws Exception {
    long[] times = new long[changes];
    for (int i = 0; i < changes; i++) {
      int behind = hook.all().size();
      Path file = file(tree, i);
      String before = Files.readString(file);
      TimeUnit.MILLISECONDS.sleep(200);
      long start = System.nanoTime();
      Files.writeString(file, "x", StandardOpenOption.APPEND);
      times[i] = hook.await(behind, "opened", "/" + file.getFileName()).at() - start;
      Files.writeString(file, before);
      hook.await(behind, "resolved", "/" + file.getFileName());
    }
    double worst = DiskFloor.percentile(times, 1) / 1e6;
    WatchStatus status = watching.watched().getFirst();
    return Figure.of("change to alert at the receiver, worst of " + changes, worst, "ms")
        .must(Target.atMost(1_000, worst, "ms"))
        .with(
            String.format(
                "median %.0f ms; %,d files; the set is watched %s",
                DiskFloor.percentile(times, 0.5) / 1e6,
                FILES,
                status
                    .how()
                    .getFirst()
                    .substring(status.how().getFirst().lastIndexOf(" by ") + 1)));
  }

  private static List<Figure> burst(Path tree, Hook hook, Watching watching) throws Exception {
    Monitoring monitoring = watching.monitoring();
    int behind = hook.all().size();
    System.gc();
    long heapBefore = heap().getUsed();
    long start = System.nanoTime();
    for (int i = 0; i < BURST; i++) {
      Files.createFile(tree.resolve("d" + i % DIRECTORIES).resolve("n" + i));
    }
    long made = System.nanoTime() - start;
    long first = hook.await(behind, "opened", "ADDED").at() - start;
    await(
        () -> violations(monitoring) == BURST,
        () -> "lost: of " + BURST + " new files " + violations(monitoring) + " are known");
    long known = System.nanoTime() - start;
    await(
        () -> monitoring.view().status().integer("messages_waiting").orElse(1L) == 0,
        () -> "messages are not delivered: " + monitoring.view().status());
    System.gc();
    long kept = heap().getUsed() - heapBefore;
    List<Hook.Arrival> told = hook.all().subList(behind, hook.all().size());
    return List.of(
        Figure.of("100,000 new files at once, messages", told.size(), "")
            .must(Target.atMost(1, told.size(), "message"))
            .with(String.format("it arrived %.0f ms after the first file", first / 1e6)),
        Figure.of("100,000 new files at once, all in the alert after", known / 1e9, "s")
            .beside(made / 1e9, "making them")
            .with(
                String.format(
                    "none lost; heap %,d MiB more than before, of %,d",
                    kept >> 20, heap().getMax() >> 20)));
  }

  private static long violations(Monitoring monitoring) throws Exception {
    return monitoring.view().active().stream()
        .filter(a -> a.target().monitor().equals(SET))
        .mapToLong(Alert::violations)
        .sum();
  }

  private static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }
}
