package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.fault.Process;
import dev.intact.log.index.RecordKeys;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What is done to a store while its storage fails: one step after the other, each awaited to its
 * end, so that the calls of storage come in the same order each time.
 */
final class FaultScript {

  static final String PREFIX = "example.com/fault";
  static final List<String> LOGS = List.of("a", "b");

  private static final int BIG = 8_000;
  private static final int MAX_SECONDS = 60;

  /** A step of the script failed as the caller of a failing store may expect. */
  static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    Stopped(Exception cause) {
      super(cause);
    }
  }

  private final Path directory;
  private final FaultPromises promises;

  FaultScript(Path directory, FaultPromises promises) {
    this.directory = directory;
    this.promises = promises;
  }

  LogStore open(Process process) throws LogStoreException {
    LogStoreConfig config =
        LogStoreConfig.of(directory.resolve("data"), InstantSource.system(), FaultScript::keys)
            .withName(PREFIX)
            .withPublishInterval(Duration.ofHours(1))
            .withJournal(32 << 10, 1 << 30);
    return Opening.open(
        config,
        new Storages() {
          @Override
          public Storage store(Path path) throws IOException {
            Files.createDirectories(path); // for the lock and the index
            return process.storage("store");
          }

          @Override
          public boolean hasKeys(Path signer) throws IOException {
            return process.storage("signer").exists("keys.json");
          }

          @Override
          public Storage signer(Path path) throws IOException {
            Files.createDirectories(path);
            return process.storage("signer");
          }
        });
  }

  private static RecordKeys keys(byte[] entry) {
    String[] parts = new String(entry, StandardCharsets.UTF_8).split("\\|", 3);
    return new RecordKeys(
        Optional.of(parts[0]).filter(id -> !id.isEmpty()),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(Long.parseLong(parts[1])));
  }

  /** Everything once, in two lives of the store. */
  void run(Process process) throws Exception {
    live(process, this::firstLife);
    live(
        process,
        store -> {
          append(store, "a", 1, 10);
          publish(store, "a");
        });
  }

  private interface Life {
    void live(LogStore store) throws Exception;
  }

  private void live(Process process, Life life) throws Exception {
    LogStore store = open(process);
    try (store) {
      // it reads what is there, at a time of its own
      await(() -> store.status().failed() || store.whenIndexChecked().isDone());
      life.live(store);
    }
    requireAlive(store); // closing may fail too
  }

  private void firstLife(LogStore store) throws Exception {
    create(store, LogStore.ROOT);
    create(store, "a");
    create(store, "b");
    append(store, "a", 3, 10);
    append(store, "b", 2, 10);
    publish(store, "a");
    publish(store, "b");
    append(store, "a", 270, 10);
    publish(store, "a");
    trim(store);
    for (int i = 0; i < 5; i++) {
      append(store, "b", 3, BIG);
    }
    publish(store, "b");
    trim(store);
    for (int i = 0; i < 3; i++) {
      append(store, "a", 3, BIG);
    }
    trim(store);
    publish(store, "a");
    publishRoot(store);
    append(store, "b", 1, 10); // published when the store is closed
  }

  /** What the next life does: it looks for everything that was promised, and goes on. */
  void goOn(LogStore store) throws Exception {
    for (String log : LOGS) {
      promises.check(store, log);
      if (store.exists(log)) {
        append(store, log, 2, 10);
        publish(store, log);
        promises.check(store, log);
      }
    }
    publishRoot(store);
  }

  private static void create(LogStore store, String log) throws Exception {
    long before = store.status().batches();
    store.openOrCreate(log);
    await(() -> store.status().failed() || store.status().batches() > before);
    requireAlive(store);
  }

  private void append(LogStore store, String name, int count, int length) throws Exception {
    List<TextDraft> drafts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drafts.add(promises.draft(name, length));
    }
    List<CompletableFuture<Appended>> futures = store.log(name).appendAll(drafts);
    for (int i = 0; i < count; i++) {
      promises.acknowledged(name, drafts.get(i), get(futures.get(i)));
    }
    quiet(store);
  }

  private void publish(LogStore store, String name) throws Exception {
    promises.published(name, get(store.log(name).publish()).checkpoint());
    quiet(store);
  }

  private void publishRoot(LogStore store) throws Exception {
    promises.published(LogStore.ROOT, get(store.publishRoot()).checkpoint());
    quiet(store);
  }

  private static void trim(LogStore store) throws Exception {
    store.trim();
    requireAlive(store);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(MAX_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new Stopped(e.getCause() instanceof Exception cause ? cause : e);
    }
  }

  /** Until every thread of the store has done what there is to do. */
  private static void quiet(LogStore store) throws Exception {
    await(() -> store.status().failed() || store.status().recordsInFlight() == 0);
    requireAlive(store);
  }

  private static void requireAlive(LogStore store) throws Stopped {
    if (store.status().failed()) {
      throw new Stopped(store.health().failure());
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(end);
      TimeUnit.MICROSECONDS.sleep(200);
    }
  }
}
