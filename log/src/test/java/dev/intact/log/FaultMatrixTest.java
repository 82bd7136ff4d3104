package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.fault.Call;
import dev.intact.log.fault.Crash;
import dev.intact.log.fault.Fault;
import dev.intact.log.fault.Process;
import dev.intact.log.fault.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every call of storage that a store makes in a life fails, in every way, and the store is opened
 * again by the ordinary path: all that was promised holds, after the first start and after a power
 * cut behind it.
 */
final class FaultMatrixTest {

  private record Case(Call victim, Fault fault) {}

  private static final int AT_A_TIME = 8;

  @TempDir Path temp;

  private final AtomicInteger directories = new AtomicInteger();

  private Path directory() throws IOException {
    return Files.createDirectory(temp.resolve("run-" + directories.incrementAndGet()));
  }

  private List<Call> undisturbed() throws Exception {
    Process process = new SimulatedDisk().start();
    new FaultScript(directory(), new FaultPromises()).run(process);
    return process.calls();
  }

  private static List<Case> cases(List<Call> calls) {
    List<Case> cases = new ArrayList<>();
    for (Call call : calls) {
      if (!call.changes()) {
        cases.add(new Case(call, new Fault(Fault.Effect.NONE, Optional.empty())));
        continue;
      }
      for (Fault.Effect effect : Fault.Effect.values()) {
        cases.add(new Case(call, new Fault(effect, Optional.empty())));
        for (Crash crash : Crash.values()) {
          cases.add(new Case(call, new Fault(effect, Optional.of(crash))));
        }
      }
    }
    return cases;
  }

  @Test
  void aRunMakesTheSameCallsEachTime() throws Exception {
    // in any order: the index is compared with the logs beside everything else
    assertThat(undisturbed()).containsExactlyInAnyOrderElementsOf(undisturbed());
  }

  @Test
  void whereverStorageFailsNothingPromisedIsLost() throws Exception {
    List<Case> all = cases(undisturbed());
    runAll(
        IntStream.range(0, all.size())
            .filter(i -> i % 29 == 7 || isOfTheFirstStart(all.get(i)))
            .mapToObj(all::get)
            .toList());
  }

  /** Where an end within the call has left what could be read and was not durable. */
  private static boolean isOfTheFirstStart(Case one) {
    return one.victim().kind().equals("writeDurable")
        && one.victim().occurrence() == 0
        && one.fault().effect() == Fault.Effect.HALF
        && one.fault().crash().orElse(Crash.KEPT) == Crash.KEPT;
  }

  @Test
  @Tag("long")
  void whereverAndHoweverStorageFailsNothingPromisedIsLost() throws Exception {
    runAll(cases(undisturbed()));
  }

  /** Several at a time: a run mostly waits for the threads of its store. */
  private void runAll(List<Case> cases) throws Exception {
    List<String> failures = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<Optional<String>>> outcomes = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        int seed = i;
        outcomes.add(pool.submit(() -> outcome(cases.get(seed), seed)));
      }
      for (Future<Optional<String>> outcome : outcomes) {
        outcome.get().ifPresent(failures::add);
      }
    }
    assertThat(failures).as(failures.size() + " of " + cases.size()).isEmpty();
  }

  private Optional<String> outcome(Case one, int seed) {
    try {
      run(one, new Random(seed));
      return Optional.empty();
    } catch (Exception | AssertionError e) {
      return Optional.of(one + ": " + e);
    }
  }

  private void run(Case one, Random random) throws Exception {
    SimulatedDisk disk = new SimulatedDisk();
    FaultPromises promises = new FaultPromises();
    Path directory = directory();
    FaultScript script = new FaultScript(directory, promises);

    Process first = disk.start(one.victim(), one.fault());
    failing(one, script, first);
    requireForgottenJournal(one, first);
    for (String log : List.of("a", "b", LogStore.ROOT)) {
      String file = "store/logs/" + FaultScript.PREFIX + "/" + log + "/checkpoint";
      promises.seen(log, disk.peek(file));
    }
    first.kill();
    disk.crash(one.fault().crash().orElse(Crash.KEPT), random);

    Process second = disk.start();
    try (LogStore store = script.open(second)) {
      script.goOn(store);
      second.kill();
    }
    disk.crash(Crash.LOST, random);
    try (LogStore store = script.open(disk.start())) {
      script.goOn(store);
    }
    LogStoreTest.deleteTree(directory);
  }

  /** Only in the ways that callers are told of; and a failure to write is never passed over. */
  private static void failing(Case one, FaultScript script, Process process) throws Exception {
    Optional<Exception> failure = Optional.empty();
    try {
      script.run(process);
    } catch (FaultScript.Stopped | IOException | LogException e) {
      failure = Optional.of(e);
    }
    assertThat(process.fired()).as("no failure without a fault, and no fault is left out").isTrue();
    if (one.victim().changes()) {
      assertThat(failure).as("it is noticed").isPresent();
      assertThat(failure.get().getCause() instanceof LogRefusedException)
          .as("a log is accused: " + failure)
          .isFalse();
    }
  }

  /** After a failed write or force of the journal, it is neither written nor read again. */
  private static void requireForgottenJournal(Case one, Process process) {
    if (one.victim().path().startsWith("store/journal/")
        && List.of("writeAt", "force").contains(one.victim().kind())) {
      assertThat(process.callsSinceFault())
          .filteredOn(call -> call.path().startsWith("store/journal/"))
          .allMatch(call -> call.kind().equals("close"));
    }
  }
}
