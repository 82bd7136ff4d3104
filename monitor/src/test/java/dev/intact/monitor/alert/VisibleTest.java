package dev.intact.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Gen;
import org.junit.jupiter.api.Test;

final class VisibleTest {

  @Test
  void whatCannotBeSeenIsWrittenAsItsNumber() {
    assertThat(Visible.line("a\n\u001b[2Jb\u202e\u2028\u0000\ud800c ü €", 100))
        .isEqualTo("a\\u{a}\\u{1b}[2Jb\\u{202e}\\u{2028}\\u{0}\\u{d800}c ü €");
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    assertThat(Visible.line("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Visible.line("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(Visible.line("\n\n", 5)).isEqualTo("…");
  }

  @Test
  void noInputLeavesALineEndOrAControlOrMoreThanTheLimit() {
    Gen.check(
        200,
        (random, size) -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < size; i++) {
            text.append(
                (char) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(65_536)));
          }
          int max = 1 + random.nextInt(100);
          String line = Visible.line(text.toString(), max);
          assertThat(line.length()).isLessThanOrEqualTo(max);
          assertThat(line.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028))
              .isTrue();
        });
  }
}
