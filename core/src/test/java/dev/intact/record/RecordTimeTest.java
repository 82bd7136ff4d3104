package dev.intact.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.testkit.Gen;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The parser written by hand agrees with the JDK's on everything it accepts and refuses. */
final class RecordTimeTest {

  private static final Pattern SHAPE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})");

  /** The model: slow and known. */
  private static Optional<Instant> model(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant())
          .filter(t -> !t.isBefore(Instant.parse("0000-01-01T00:00:00Z")))
          .filter(t -> t.isBefore(Instant.parse("+10000-01-01T00:00:00Z")));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String generated(SplittableRandom random) {
    String fraction = "." + String.format("%06d", random.nextInt(1_000_000));
    String zone =
        random.nextBoolean()
            ? "Z"
            : String.format(
                "%s%02d:%02d",
                random.nextBoolean() ? "+" : "-",
                random.nextInt(random.nextBoolean() ? 19 : 100),
                random.nextInt(random.nextBoolean() ? 60 : 100));
    int wild = random.nextInt(8);
    return String.format(
            "%04d-%02d-%02dT%02d:%02d:%02d",
            random.nextInt(10_000),
            random.nextInt(wild == 0 ? 100 : 13),
            random.nextInt(wild == 1 ? 100 : 32),
            random.nextInt(wild == 2 ? 100 : 24),
            random.nextInt(wild == 3 ? 100 : 60),
            random.nextInt(wild == 4 ? 100 : 60))
        + (random.nextBoolean() ? fraction.substring(0, random.nextInt(8)) : "")
        + zone;
  }

  @Test
  void anOffsetThatLeavesTheFourDigitYearsIsRefused() {
    assertThat(RecordTime.parse("9999-12-31T23:59:59.999999Z")).isPresent();
    assertThat(RecordTime.parse("9999-12-31T23:59:59-00:01")).isEmpty();
    assertThat(RecordTime.parse("0000-01-01T00:00:00Z")).isPresent();
    assertThat(RecordTime.parse("0000-01-01T00:00:00+00:01")).isEmpty();
  }

  @Test
  void agreesWithTheJdkOnWellFormedAndDamagedTimes() {
    Gen.check(
        20_000,
        1,
        (random, size) -> {
          String text = generated(random);
          assertThat(RecordTime.parse(text)).as(text).isEqualTo(model(text));
          String damaged =
              new String(
                  Gen.mutate(random, text.getBytes(StandardCharsets.ISO_8859_1)),
                  StandardCharsets.ISO_8859_1);
          assertThat(RecordTime.parse(damaged)).as(damaged).isEqualTo(model(damaged));
        });
  }

  @Test
  void readsOnlyItsPartOfAnArray() {
    byte[] text = "9992024-01-15T10:30:00.5Z".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(RecordTime.micros(text, 3, text.length)).hasValue(1_705_314_600_500_000L);
    for (int to = 3; to < text.length; to++) {
      assertThat(RecordTime.micros(text, 3, to)).isEmpty();
    }
  }

  @Test
  void writesWhatTheJdkWritesAndReadsItBack() {
    DateTimeFormatter jdk =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    Gen.check(
        5_000,
        1,
        (random, size) -> {
          long seconds = random.nextLong(-62_167_219_200L, 253_402_300_800L);
          Instant time = Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1000L);
          String text = RecordTime.format(time);
          assertThat(text).isEqualTo(jdk.format(time)).hasSize(RecordTime.LENGTH);
          assertThat(RecordTime.parse(text)).contains(time);
        });
  }

  @Test
  void refusesToWriteAYearOfMoreThanFourDigits() {
    assertThatThrownBy(() -> RecordTime.format(Instant.ofEpochSecond(253_402_300_800L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("year");
  }
}
