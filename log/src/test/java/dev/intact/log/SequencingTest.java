package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.index.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once, who sequence each other's records in turn. */
final class SequencingTest {

  private static final int CALLERS = 24;
  private static final int CALLS = 60;

  /** So few ids that the same is sent by several callers, before and after it is indexed. */
  private static final int IDS = 2_000;

  @TempDir Path temp;

  private LogStoreConfig config() {
    return LogStoreConfig.of(temp.resolve("data"), InstantSource.system(), SequencingTest::keys)
        .withName("example.com/test")
        .withPublishInterval(Duration.ofMillis(20))
        .withJournal(1 << 20, 4 << 20);
  }

  private static RecordKeys keys(byte[] entry) {
    String[] parts = new String(entry, StandardCharsets.UTF_8).split("\\|", 3);
    return new RecordKeys(
        Optional.of(parts[0]).filter(id -> !id.isEmpty()),
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.of(Long.parseLong(parts[1])));
  }

  private record Answer(String log, String id, Appended appended) {}

  /** Some calls with records of shared ids, in the order in which they were answered. */
  private static List<Answer> call(LogStore store, int caller) throws Exception {
    SplittableRandom random = new SplittableRandom(caller);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      Log log = store.openOrCreate("log-" + random.nextInt(3));
      List<TextDraft> drafts = new ArrayList<>();
      for (int n = random.nextInt(1, 30); n > 0; n--) {
        String id = "id-" + random.nextInt(IDS);
        drafts.add(TextDraft.of(id, "content of " + id));
      }
      if (random.nextInt(10) == 0) {
        Thread.currentThread().interrupt();
      }
      List<CompletableFuture<Appended>> futures = log.appendAll(drafts);
      boolean unused = Thread.interrupted();
      for (int n = 0; n < drafts.size(); n++) {
        String id = drafts.get(n).id().orElseThrow();
        answers.add(new Answer(log.name(), id, futures.get(n).get()));
      }
    }
    return answers;
  }

  private static List<Answer> callAll(LogStore store) throws Exception {
    List<Answer> all = new ArrayList<>();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Answer>>> running = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        int caller = i;
        running.add(callers.submit(() -> call(store, caller)));
      }
      for (Future<List<Answer>> one : running) {
        all.addAll(one.get());
      }
    }
    return all;
  }

  @Test
  void anIdThatManySendAtOnceHasOnePlaceAndInterruptedCallersDisturbNobody() throws Exception {
    Map<String, Appended> known = new HashMap<>();
    for (int life = 0; life < 2; life++) { // in the second every id is in the index
      try (LogStore store = LogStore.open(config())) {
        Map<String, Long> fresh = new HashMap<>();
        for (Answer answer : callAll(store)) {
          String place = answer.log() + " " + answer.id();
          Appended first = known.computeIfAbsent(place, p -> answer.appended());
          assertThat(answer.appended().index()).as(place).isEqualTo(first.index());
          assertThat(answer.appended().leafHash()).as(place).isEqualTo(first.leafHash());
          if (!answer.appended().duplicate()) {
            fresh.merge(place, 1L, Long::sum);
          }
        }
        assertThat(fresh).hasSize(life == 0 ? known.size() : 0);
        assertThat(fresh.values()).allMatch(n -> n == 1);
        for (int i = 0; i < 3; i++) {
          String log = "log-" + i;
          long ids = known.keySet().stream().filter(k -> k.startsWith(log + " ")).count();
          assertThat(store.log(log).size()).as(log).isEqualTo(ids);
        }
      }
    }
  }

  @Test
  void oneCallersRecordsStayInItsOrderAndTheTimesOfAllNeverDecrease() throws Exception {
    try (LogStore store = LogStore.open(config());
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Log log = store.openOrCreate("log");
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        String caller = "caller " + i;
        running.add(
            callers.submit(() -> {
              List<CompletableFuture<Appended>> futures = new ArrayList<>();
              for (int n = 0; n < 200; n++) { // without waiting for an answer
                futures.add(log.append(TextDraft.of(caller + ":" + n)));
              }
              long last = -1;
              for (CompletableFuture<Appended> future : futures) {
                assertThat(future.get().index()).isGreaterThan(last);
                last = future.get().index();
              }
              return last;
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      assertThat(log.size()).isEqualTo(CALLERS * 200L);
      long[] last = {0};
      log.scan(
          0,
          log.size(),
          (at, entry) -> {
            long micros = keys(entry).createdMicros().orElseThrow();
            assertThat(micros).isGreaterThanOrEqualTo(last[0]);
            last[0] = micros;
          });
    }
  }

  /** What a record's answer sets off is sequenced like everything else. */
  @Test
  void anAnswerMaySetOffAnotherRecord() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      Log log = store.openOrCreate("log");
      Log other = store.openOrCreate("other");
      log.append(TextDraft.of("a", "x")).get();
      store.whenIndexChecked().get();
      CompletableFuture<Appended> second =
          log.append(TextDraft.of("a", "x"))
              .thenCompose(first -> {
                assertThat(first.duplicate()).isTrue();
                try {
                  return other.append(TextDraft.of("b", "y"));
                } catch (OverloadedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(second.get().index()).isZero();
    }
  }

  @Test
  void whatComesAfterTheEndIsRefused() throws Exception {
    LogStore store = LogStore.open(config());
    Log log = store.openOrCreate("log");
    log.append(TextDraft.of("before")).get();
    store.close();
    assertThat(log.append(TextDraft.of("after"))).isCompletedExceptionally();
  }
}
