package dev.intact.bench;

import dev.intact.files.Decision;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesSettings;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.files.watch.SetWatch;
import dev.intact.files.watch.WatchListener;
import dev.intact.files.watch.WatchReport;
import dev.intact.files.watch.WatchSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** From a write to its finding, and a hundred thousand new files at once. */
final class FilesWatch implements Scenario {

  private static final int FILES = 10_000;
  private static final int DIRECTORIES = 100;
  private static final int BURST = 100_000;
  private static final long DEADLINE = TimeUnit.MINUTES.toNanos(5);

  @Override
  public String name() {
    return "files-watch";
  }

  /** Waits for what is told. */
  private static final class Told implements WatchListener {
    private final List<String> said = new ArrayList<>(); // guarded by this
    private long violations; // guarded by this
    private long reports; // guarded by this
    private boolean began; // guarded by this

    @Override
    public synchronized void observed(String set, WatchReport report) {
      violations = report.check().violations();
      reports++;
      began = true;
      notifyAll();
    }

    @Override
    public synchronized void said(String set, String line) {
      said.add(line);
      notifyAll();
    }

    @Override
    public void failed(String set, String reason) {
      throw new IllegalStateException(reason);
    }

    @Override
    public void ended(String set) {}

    synchronized long reports() {
      return reports;
    }

    synchronized String how() {
      return said.getFirst();
    }

    synchronized void awaitProof() throws InterruptedException {
      long until = System.nanoTime() + DEADLINE;
      while (!began || said.stream().noneMatch(s -> s.contains("was seen after"))) {
        rest(until);
      }
    }

    synchronized void await(long wanted) throws InterruptedException {
      long until = System.nanoTime() + DEADLINE;
      while (violations != wanted) {
        rest(until);
      }
    }

    private void rest(long until) throws InterruptedException {
      long left = until - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException("lost: " + violations + " violations are known, " + said);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
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
    try (Store store = Store.open(directory.resolve("data"))) {
      FileSet set =
          new FileSets(store.logs(), new SecureRandom(), FilesSettings.of(InstantSource.system()))
              .openOrCreate("bench");
      ScanRules rules =
          new ScanRules(
              List.of(ByteString.utf8(tree.toString())),
              Preset.BINARIES,
              List.of(),
              List.of(),
              false);
      set.baseline(rules, new Decision(Store.ACTOR, "measured"), n -> {});
      Told told = new Told();
      try (SetWatch watch =
          SetWatch.start(set, WatchSettings.DEFAULT, told, Store.ACTOR, new SecureRandom())) {
        told.awaitProof();
        List<Figure> figures = new ArrayList<>();
        int changes = Math.min(100, scale.samples());
        figures.add(latency(tree, told, changes));
        figures.addAll(burst(tree, told, changes));
        return figures;
      }
    }
  }

  private static Path file(Path tree, int i) {
    return tree.resolve("d" + i % DIRECTORIES).resolve("f" + i);
  }

  /** One change at a time, after a rest in which nothing happens. */
  private static Figure latency(Path tree, Told told, int changes) throws Exception {
    long[] times = new long[changes];
    for (int i = 0; i < changes; i++) {
      TimeUnit.MILLISECONDS.sleep(500);
      long start = System.nanoTime();
      Files.writeString(file(tree, i), "x", StandardOpenOption.APPEND);
      told.await(i + 1);
      times[i] = System.nanoTime() - start;
    }
    double worst = DiskFloor.percentile(times, 1) / 1e6;
    return Figure.of("change to finding, watched, worst of " + changes, worst, "ms")
        .must(Target.atMost(1_000, worst, "ms"))
        .with(
            String.format(
                "median %.0f ms; %,d files; the set is watched %s",
                DiskFloor.percentile(times, 0.5) / 1e6,
                FILES,
                told.how().substring(told.how().lastIndexOf(" by ") + 1)));
  }

  private static List<Figure> burst(Path tree, Told told, int before) throws Exception {
    long reports = told.reports();
    System.gc();
    long start = System.nanoTime();
    for (int i = 0; i < BURST; i++) {
      Files.createFile(tree.resolve("d" + i % DIRECTORIES).resolve("n" + i));
    }
    long made = System.nanoTime() - start;
    told.await((long) BURST + before);
    long found = System.nanoTime() - start;
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long told1 = told.reports() - reports;
    return List.of(
        Figure.of("100,000 new files at once, all found after", found / 1e9, "s")
            .beside(made / 1e9, "making them")
            .with(
                String.format(
                    "none lost; told %d times; heap %,d MiB of %,d at the end",
                    told1, heap.getUsed() >> 20, heap.getMax() >> 20)));
  }
}
