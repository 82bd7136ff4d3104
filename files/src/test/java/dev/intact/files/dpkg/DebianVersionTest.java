package dev.intact.files.dpkg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.files.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Versions are ordered as dpkg orders them. */
final class DebianVersionTest {

  private static final List<String> ASCENDING =
      List.of(
          "0~~",
          "0~",
          "0",
          "1.0~rc1-1",
          "1.0-0.1",
          "1.0-1",
          "1.0-1+b1",
          "1.0-1+deb12u1",
          "1.0-2",
          "1.0-10",
          "1.0a-1",
          "1.0+git1-1",
          "1.01.1-1",
          "1.2-1",
          "1.10-1",
          "1:0-1",
          "1:1.0-1",
          "2:0");

  @Test
  void theOrderIsThatOfPolicy() {
    for (int i = 0; i < ASCENDING.size(); i++) {
      for (int j = 0; j < ASCENDING.size(); j++) {
        assertThat(Integer.signum(DebianVersion.compare(ASCENDING.get(i), ASCENDING.get(j))))
            .as(ASCENDING.get(i) + " and " + ASCENDING.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
    }
    assertThat(DebianVersion.compare("1.0-0", "1.0")).isZero();
    assertThat(DebianVersion.compare("0:01.0-1", "1.0-01")).isZero();
  }

  @Test
  void dpkgSaysTheSame() throws Exception {
    assumeTrue(Files.exists(Path.of("/usr/bin/dpkg")), "needs dpkg");
    List<String> checks = new ArrayList<>();
    for (int i = 1; i < ASCENDING.size(); i++) {
      checks.add(
          "dpkg --compare-versions '" + ASCENDING.get(i - 1) + "' lt '" + ASCENDING.get(i) + "'");
    }
    Shell.run(Path.of("/"), String.join("; ", checks));
  }
}
