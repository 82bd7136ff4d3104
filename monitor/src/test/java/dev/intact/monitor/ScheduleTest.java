package dev.intact.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Gen;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScheduleTest {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final ManualClock clock = new ManualClock("2026-03-02T12:00:00Z");

  private Schedule schedule(Duration sinceLast) {
    return new Schedule(
        QUARTER, Optional.of(clock.instant().minus(sinceLast)), clock.nanos(), clock.instant());
  }

  private boolean due(Schedule schedule) {
    return schedule.isDue(clock.nanos(), clock.instant());
  }

  private long start(Schedule schedule) {
    return schedule.start(clock.nanos(), clock.instant());
  }

  @Test
  void theRateStaysFixedThoughEachRunStartsALittleLate() {
    Schedule schedule = schedule(QUARTER);
    for (int i = 0; i < 100; i++) {
      assertThat(due(schedule)).isTrue();
      assertThat(start(schedule)).isZero();
      assertThat(due(schedule)).isFalse();
      clock.pass(QUARTER.minusSeconds(3));
      assertThat(due(schedule)).isEqualTo(false);
      clock.pass(Duration.ofSeconds(3));
    }
  }

  @Test
  void aMachineThatSleptCatchesUpOnce() {
    Schedule schedule = schedule(QUARTER);
    start(schedule);
    clock.jump(Duration.ofHours(8));
    assertThat(due(schedule)).isTrue();
    assertThat(start(schedule)).isEqualTo(31);
    assertThat(due(schedule)).isFalse();
  }

  @Test
  void aTimeOfDayThatGoesBackStopsNothing() {
    Schedule schedule = schedule(QUARTER);
    start(schedule);
    clock.jump(Duration.ofDays(-400));
    assertThat(due(schedule)).isFalse();
    clock.pass(QUARTER);
    assertThat(due(schedule)).isTrue();
    assertThat(start(schedule)).isZero();
    Schedule fresh =
        new Schedule(
            QUARTER,
            Optional.of(clock.instant().plus(Duration.ofDays(400))),
            clock.nanos(),
            clock.instant());
    assertThat(due(fresh)).isTrue();
  }

  @Test
  void whateverTheClocksDoNoIntervalPassesWithoutARun() {
    Gen.check(
        200,
        50,
        (random, size) -> {
          Schedule schedule = schedule(QUARTER);
          start(schedule);
          long sinceRun = 0;
          for (int i = 0; i < size; i++) {
            Duration step = Duration.ofSeconds(random.nextInt(1, 60));
            clock.pass(step);
            sinceRun += step.toSeconds();
            if (random.nextInt(10) == 0) {
              clock.jump(Duration.ofSeconds(random.nextInt(-100_000, 100_000)));
            }
            if (due(schedule)) {
              start(schedule);
              assertThat(due(schedule)).isFalse();
              sinceRun = 0;
            }
            assertThat(sinceRun).isLessThanOrEqualTo(QUARTER.toSeconds());
          }
        });
  }
}
