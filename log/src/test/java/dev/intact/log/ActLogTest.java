package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.JsonObject;
import dev.intact.log.index.RecordKeys;
import dev.intact.record.RecordFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActLogTest {

  @TempDir Path directory;

  private LogStoreConfig config() {
    return LogStoreConfig.of(directory.resolve("data"), InstantSource.system(), ActLogTest::keys);
  }

  private static RecordKeys keys(byte[] entry) {
    RecordFields fields = RecordFields.of(entry);
    return new RecordKeys(
        fields.auditId(), fields.eventType(), fields.eventMicros(), fields.createdMicros());
  }

  private static ActLog acts(LogStore store) {
    return new ActLog(store, "~acts", InstantSource.system(), new SplittableRandom(1));
  }

  private static List<Long> replay(LogStore store) throws Exception {
    List<Long> numbers = new ArrayList<>();
    acts(store).replay(0, (index, act) -> numbers.add(act.integer("number").orElseThrow()));
    return numbers;
  }

  @Test
  void whatWasRecordedIsSeenAgainInItsOrderAfterARestart() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      assertThat(replay(store)).isEmpty();
      ActLog acts = acts(store);
      for (long i = 0; i < 300; i++) {
        Appended appended =
            acts.record("counted", "ada", JsonObject.builder().put("number", i).build());
        assertThat(appended.index()).isEqualTo(i);
      }
    }
    try (LogStore store = LogStore.open(config())) {
      assertThat(replay(store)).hasSize(300).isSorted();
      List<Long> later = new ArrayList<>();
      acts(store).replay(270, (index, act) -> later.add(act.integer("number").orElseThrow()));
      assertThat(later).hasSize(30).startsWith(270L);
      acts(store).replay(300, (index, act) -> later.clear());
      assertThat(later).hasSize(30);
      assertThat(acts(store).size()).isEqualTo(300);
      JsonObject act = acts(store).read(7);
      assertThat(act.string("actor")).contains("ada");
      assertThat(act.string("event_type")).contains("counted");
      assertThat(act.object("integrity")).isPresent();
    }
  }

  @Test
  void aChangedActIsRefused() throws Exception {
    try (LogStore store = LogStore.open(config())) {
      acts(store).record("counted", "ada", JsonObject.builder().put("number", 1).build());
      store.log("~acts").publish().get();
      Path bundle;
      try (Stream<Path> files = Files.walk(directory.resolve("data/logs"))) {
        bundle =
            files
                .filter(p -> p.toString().contains("~acts") && p.toString().contains("entries"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(bundle);
      int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"ada\"");
      bytes[at + 1] = 'e';
      Files.write(bundle, bytes);
      assertThatThrownBy(() -> replay(store)).isInstanceOf(TamperedException.class);
    }
  }
}
