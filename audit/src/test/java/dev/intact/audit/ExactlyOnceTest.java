package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An id is in a trail once, whoever posts it, how often and at the same time. */
final class ExactlyOnceTest {

  @TempDir Path temp;

  private LogStore open() throws Exception {
    return LogStore.open(
        LogStoreConfig.of(temp.resolve("data"), InstantSource.system(), AuditKeys::keys)
            .withName("example.com/test")
            .withJournal(1 << 20, 8 << 20));
  }

  private static AuditTrail trail(LogStore store) throws AuditException {
    return new AuditService(store, InstantSource.system(), RandomGenerator.of("L64X128MixRandom"))
        .openOrCreate("t");
  }

  private static RecordReceipt append(AuditTrail trail, String id, int content)
      throws AuditException {
    String json =
        "{\"event_type\":\"x\",\"audit_id\":\""
            + id
            + "\",\"timestamp\":\"2026-03-01T00:00:00Z\",\"n\":"
            + content
            + "}";
    return trail.append(List.of(json.getBytes(StandardCharsets.UTF_8)), "tester").getFirst();
  }

  private static String outcome(AuditTrail trail, String id, int content) throws AuditException {
    try {
      RecordReceipt receipt = append(trail, id, content);
      return (receipt.appended().duplicate() ? "again " : "first ")
          + receipt.appended().index()
          + " "
          + receipt.appended().leafHash().hex();
    } catch (AuditException e) {
      if (e.kind() == AuditException.Kind.CONFLICT) {
        return "conflict";
      }
      throw e;
    }
  }

  @Test
  void manyAtOnceGetOneAnswerAndTheRestAConflict() throws Exception {
    try (LogStore store = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AuditTrail trail = trail(store);
      for (int round = 0; round < 30; round++) {
        String id = "id-" + round;
        List<Callable<String>> posts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          int content = i % 2;
          posts.add(() -> outcome(trail, id, content));
        }
        List<String> outcomes = new ArrayList<>();
        for (Future<String> future : threads.invokeAll(posts)) {
          outcomes.add(future.get());
        }
        assertThat(outcomes.stream().filter(o -> o.startsWith("first"))).hasSize(1);
        assertThat(outcomes.stream().filter(o -> o.startsWith("again"))).hasSize(7);
        assertThat(outcomes.stream().filter(o -> o.equals("conflict"))).hasSize(8);
        assertThat(outcomes.stream().filter(o -> !o.equals("conflict")).map(o -> o.substring(6)))
            .containsOnly(
                round
                    + " "
                    + outcomes.stream()
                        .filter(o -> !o.equals("conflict"))
                        .findFirst()
                        .get()
                        .split(" ")[2]);
      }
      assertThat(trail.log().size()).isEqualTo(30);
    }
  }

  @Test
  void aRestartForgetsNoId() throws Exception {
    String leaf;
    try (LogStore store = open()) {
      leaf = append(trail(store), "a", 1).appended().leafHash().hex();
    }
    try (LogStore store = open()) {
      assertThat(outcome(trail(store), "a", 1)).isEqualTo("again 0 " + leaf);
      assertThat(outcome(trail(store), "a", 2)).isEqualTo("conflict");
      assertThat(trail(store).log().size()).isEqualTo(1);
    }
  }

  @Test
  void theCustodyOfARecordIsCompleteAndInOrder() throws Exception {
    try (LogStore store = open()) {
      AuditTrail trail = trail(store);
      append(trail, "a", 1);
      append(trail, "b", 1);
      trail.show("a", "key:reader");
      trail.show("b", "key:other");
      trail.list(
          new RecordQuery(Optional.empty(), Optional.empty(), false, Optional.empty(), -1, 10),
          "key:lister");
      trail.prove("a", "key:prover");
      trail.verify(Optional.empty(), Optional.empty(), "key:verifier");
      trail.export(
          Optional.empty(), Optional.empty(), new java.io.ByteArrayOutputStream(), "key:exporter");
      outcome(trail, "a", 2);
      List<String> acts = new ArrayList<>();
      for (JsonObject act : trail.custody("a", "key:asker")) {
        acts.add(act.string("event_type").orElse("") + " " + act.string("actor").orElse(""));
      }
      assertThat(acts)
          .containsExactly(
              "created tester",
              "read key:reader",
              "list key:lister",
              "prove key:prover",
              "verify key:verifier",
              "export key:exporter",
              "conflict tester",
              "custody key:asker");
    }
  }
}
