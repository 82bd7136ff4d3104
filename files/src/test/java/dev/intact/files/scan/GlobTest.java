package dev.intact.files.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class GlobTest {

  private static boolean matches(String glob, String path) {
    return Glob.of(glob).matches(path.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPatternIsThatOfTheWholePath() {
    assertThat(matches("/etc/s", "/etc/s")).isTrue();
    assertThat(matches("/etc/s", "/etc/s.db")).isFalse();
    assertThat(matches("/etc/s", "/etc/sr")).isFalse();
    assertThat(matches("/etc/s", "/x/etc/s")).isFalse();
  }

  @Test
  void oneStarStaysWithinADirectoryAndTwoDoNot() {
    assertThat(matches("/var/*/x", "/var/a/x")).isTrue();
    assertThat(matches("/var/*/x", "/var/a/b/x")).isFalse();
    assertThat(matches("/var/**/x", "/var/a/b/x")).isTrue();
    assertThat(matches("/var/*", "/var/")).isTrue();
  }

  @Test
  void aNameMatchesInAnyDirectory() {
    assertThat(matches("*.pyc", "/usr/lib/a.pyc")).isTrue();
    assertThat(matches("*.pyc", "/usr/lib/a.pyc/b")).isFalse();
    assertThat(matches("cache", "/a/cache")).isTrue();
    assertThat(matches("cache", "/a/xcache")).isFalse();
  }

  @Test
  void setsAndSingleBytesMatchAndAnEscapeIsLiteral() {
    assertThat(matches("/a[0-9x]?", "/a7é".substring(0, 3) + "z")).isTrue();
    assertThat(matches("/a[!0-9]", "/a7")).isFalse();
    assertThat(matches("/a[!0-9]", "/ab")).isTrue();
    assertThat(matches("/a[!0-9]b", "/a/b")).isFalse();
    assertThat(matches("/a\\x2a", "/a*")).isTrue();
    assertThat(matches("/a\\x2a", "/ab")).isFalse();
    assertThat(Glob.of("/caf\\xe9").matches(new byte[] {'/', 'c', 'a', 'f', (byte) 0xe9})).isTrue();
  }

  @Test
  void aHostilePatternTakesNoLongTime() {
    assertThat(matches("/" + "*a".repeat(200) + "b", "/" + "a".repeat(4000))).isFalse();
  }

  @Test
  void whatIsNoPatternIsRefused() {
    assertThatThrownBy(() -> Glob.of("")).hasMessageContaining("empty");
    assertThatThrownBy(() -> Glob.of("/a[b")).hasMessageContaining("not closed");
    assertThatThrownBy(() -> Glob.of("/a[z-a]")).hasMessageContaining("ascending");
  }
}
