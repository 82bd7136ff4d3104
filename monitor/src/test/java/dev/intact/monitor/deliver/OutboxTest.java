package dev.intact.monitor.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Gen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class OutboxTest {

  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
  private static final Pace FAST = new Pace(100_000, 100_000);

  private final Outbox outbox = new Outbox(new Retries(new SplittableRandom(1)));
  private Instant now = START;

  private void add(String id, String key) {
    outbox.add(new Pending(id, "c", key, 0, now));
  }

  private Optional<String> next(Pace pace) {
    return outbox.next("c", pace, now).map(Pending::id);
  }

  private Pending pending(String id) {
    return outbox.pending("c").stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  private boolean failed(String id, Optional<Duration> after) {
    return outbox.again(pending(id), now, after);
  }

  @Test
  void messagesOfOneThingKeepTheirOrderAndOthersGoPast() {
    add("a1", "a");
    add("a2", "a");
    add("b1", "b");
    assertThat(next(FAST)).contains("a1");
    failed("a1", Optional.empty());
    assertThat(next(FAST)).as("a2 waits for a1").contains("b1");
    outbox.settled("b1", "c");
    assertThat(next(FAST)).isEmpty();
    now = now.plusSeconds(6);
    assertThat(next(FAST)).contains("a1");
    outbox.settled("a1", "c");
    assertThat(next(FAST)).contains("a2");
  }

  @Test
  void attemptsComeLaterAndLaterAndAFifthLaterAtMost() {
    List<Long> least = List.of(5L, 30L, 120L, 300L, 900L, 1_800L, 3_600L, 3_600L);
    add("a", "a");
    for (long seconds : least) {
      failed("a", Optional.empty());
      assertThat(Duration.between(now, pending("a").due()).toMillis())
          .isBetween(seconds * 1_000, seconds * 1_200);
      now = pending("a").due();
    }
  }

  @Test
  void chanceSpreadsWhatFailedTogether() {
    Set<Instant> due = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      add("m" + i, "k" + i);
      failed("m" + i, Optional.empty());
      due.add(pending("m" + i).due());
    }
    assertThat(due).hasSizeGreaterThan(80);
  }

  @Test
  void aDayAfterItWasMadeAMessageIsGivenUpWithItsLastAttempt() {
    add("a", "a");
    while (failed("a", Optional.empty())) {
      assertThat(pending("a").due()).isBeforeOrEqualTo(START.plus(Duration.ofDays(1)));
      now = pending("a").due();
    }
    assertThat(now).isEqualTo(START.plus(Duration.ofDays(1)));
    assertThat(pending("a").attempts()).isGreaterThan(20);
  }

  @Test
  void aProcessThatWasDownForDaysDoesNotGiveUpAfterOneAttempt() {
    add("a", "a");
    now = now.plus(Duration.ofDays(5));
    int attempts = 1;
    while (failed("a", Optional.empty())) {
      now = pending("a").due();
      attempts++;
    }
    assertThat(attempts).isEqualTo(7);
    assertThat(Duration.between(START.plus(Duration.ofDays(5)), now))
        .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(70));
  }

  @Test
  void aChannelRestsAsLongAsItsReceiverAsksForButAnHourAtMost() {
    add("a", "a");
    add("b", "b");
    failed("a", Optional.of(Duration.ofMinutes(10)));
    now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
    assertThat(next(FAST)).as("b rests too").isEmpty();
    now = now.plusMillis(1);
    assertThat(next(FAST)).contains("a");
    failed("a", Optional.of(Duration.ofDays(10_000)));
    now = now.plus(Duration.ofHours(1));
    assertThat(next(FAST)).contains("a");
  }

  @Test
  void aClockThatGoesBackKeepsNoMessageWaiting() {
    add("a", "a");
    for (int i = 0; i < 7; i++) {
      failed("a", Optional.of(Duration.ofMinutes(30)));
      now = pending("a").due();
      assertThat(next(FAST)).contains("a");
    }
    failed("a", Optional.of(Duration.ofMinutes(30)));
    now = now.minus(Duration.ofDays(400));
    assertThat(next(FAST)).contains("a");
  }

  @Test
  void aReceiverThatIsBackGetsAtOnceWhatFailedBefore() {
    add("a", "a");
    add("b", "b");
    failed("a", Optional.empty());
    failed("b", Optional.empty());
    assertThat(next(FAST)).isEmpty();
    outbox.settled("a", "c");
    outbox.works("c", now);
    assertThat(next(FAST)).contains("b");
  }

  @Test
  void aBurstPassesAndThenThePaceIsKept() {
    Pace pace = new Pace(6, 3);
    for (int i = 0; i < 100; i++) {
      add("m" + i, "k" + i);
    }
    int sent = 0;
    for (int second = 0; second <= 600; second++) {
      for (Optional<String> id = next(pace); id.isPresent(); id = next(pace)) {
        outbox.settled(id.get(), "c");
        sent++;
      }
      if (second == 0) {
        assertThat(sent).isEqualTo(3);
      }
      now = now.plusSeconds(1);
    }
    assertThat(sent).isBetween(62, 64);
  }

  /** Whatever happens, every message is delivered or given up, in order within its key. */
  @Test
  void everyMessageComesToAnEndInOrder() {
    Gen.check(
        100,
        80,
        (random, size) -> {
          Outbox box = new Outbox(new Retries(random));
          Instant at = START;
          Map<String, Integer> lastOfKey = new HashMap<>();
          List<String> ended = new ArrayList<>();
          int made = 0;
          for (int i = 0; i < size || !box.pending().isEmpty(); i++) {
            if (i < size && random.nextInt(3) == 0) {
              box.add(new Pending("m" + made, "c", "k" + random.nextInt(4), made++, at));
            }
            Optional<Pending> next = box.next("c", FAST, at);
            if (next.isPresent()) {
              Pending one = next.get();
              int what = random.nextInt(4);
              Optional<Duration> after =
                  what == 1
                      ? Optional.of(Duration.ofSeconds(random.nextLong(1L << 31)))
                      : Optional.empty();
              if (what < 2 && i < 10_000) {
                if (box.again(one, at, after)) {
                  continue;
                }
              }
              box.settled(one.id(), "c");
              box.works("c", at);
              ended.add(one.id());
              int index = (int) one.index();
              assertThat(lastOfKey.getOrDefault(one.key(), -1)).isLessThan(index);
              lastOfKey.put(one.key(), index);
            }
            at = at.plusSeconds(random.nextInt(120));
            if (random.nextInt(20) == 0) {
              at = at.plusSeconds(random.nextInt(-1_000_000, 1_000_000));
            }
            assertThat(i).as("no message waits for ever").isLessThan(20_000);
          }
          assertThat(ended).hasSize(made).doesNotHaveDuplicates();
        });
  }
}
