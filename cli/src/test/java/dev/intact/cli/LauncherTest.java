package dev.intact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Java may run us, by the launchers' finder and by the program itself. */
final class LauncherTest {

  private static final Path ROOT = Path.of(System.getProperty("intact.root"));

  private record Ended(int code, String text) {}

  @TempDir private Path directory;

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Path javac = Files.writeString(home.resolve("bin/javac"), "#!/bin/sh\n");
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  /** Runs the finder as the launchers do, with no JDK in sight but those of the test. */
  private Ended find(Map<String, String> environment) throws Exception {
    Path tools = directory.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectories(tools);
      for (String tool : List.of("sed", "dirname", "readlink")) {
        Path real =
            List.of("/usr/bin", "/bin").stream()
                .map(d -> Path.of(d, tool))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        Path own = Files.writeString(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
        assertThat(own.toFile().setExecutable(true)).isTrue();
      }
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            "set -eu; . '" + ROOT + "/scripts/find-jdk.sh'; find_jdk; echo \"$JAVA_HOME\"");
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("INTACT_JDK_PLACES", directory + "/*");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Ended(process.waitFor(), text);
  }

  private void assertToldWhatToInstall() throws Exception {
    Ended ended = find(Map.of());
    assertThat(ended.code()).isEqualTo(69);
    assertThat(ended.text())
        .startsWith("Intact needs a JDK 25.0.3 or later: install ")
        .doesNotContain("\n");
  }

  @Test
  void withoutAnyJdkOneSentenceSaysWhatToInstall() throws Exception {
    assertToldWhatToInstall();
  }

  @ParameterizedTest
  @ValueSource(strings = {"24.0.9", "17.0.12", "1.8.0_402"})
  void soItDoesWhereAllAreTooOld(String version) throws Exception {
    jdk("old", version);
    assertToldWhatToInstall();
  }

  @Test
  void aRuntimeWithoutCompilerIsNotCalledCorrupting() throws Exception {
    Path home = jdk("runtime", "25.0.3");
    Files.delete(home.resolve("bin/javac"));
    assertToldWhatToInstall();
  }

  @ParameterizedTest
  @ValueSource(strings = {"25-ea", "25", "25.0.0", "25.0.1", "25.0.2"})
  void aJdkThatCorruptsBytesIsRefusedWithTheReason(String version) throws Exception {
    Path home = jdk("corrupting", version);
    Ended ended = find(Map.of());
    assertThat(ended.code()).isEqualTo(69);
    assertThat(ended.text())
        .contains(home.toString(), version.replace("-ea", ""), "JDK-8377811")
        .doesNotContain("\n");
    Ended wanted = find(Map.of("INTACT_JAVA_HOME", home.toString()));
    assertThat(wanted.code()).isEqualTo(69);
    assertThat(wanted.text()).contains("INTACT_JAVA_HOME=" + home, "JDK-8377811");
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3", "25.0.10", "25.1", "26", "26.0.1"})
  void aFitJdkIsFoundBesideUnfitOnes(String version) throws Exception {
    jdk("a-old", "17.0.12");
    jdk("b-corrupting", "25.0.1");
    Path fit = jdk("c-fit", version);
    Ended ended = find(Map.of("JAVA_HOME", directory.resolve("a-old").toString()));
    assertThat(ended).isEqualTo(new Ended(0, fit.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "MAVEN_OPTS"})
  void compactObjectHeadersAreRefused(String variable) throws Exception {
    jdk("fit", "25.0.3");
    Map<String, String> environment = new TreeMap<>();
    environment.put(variable, "-Xmx1g -XX:+UseCompactObjectHeaders");
    Ended ended = find(environment);
    assertThat(ended.code()).isEqualTo(69);
    assertThat(ended.text())
        .contains("UseCompactObjectHeaders", "JDK-8380060")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "25.0.2, -Xmx1g, JDK-8377811",
    "25.0.3, -XX:+UseCompactObjectHeaders, JDK-8380060",
    "25.0.3, -Xmx1g, ''",
    "26, -Xmx1g, ''"
  })
  void theProgramItselfRefusesTheSame(String version, String argument, String reason) {
    assertThat(Main.refusal(version, List.of(argument)))
        .satisfies(r -> assertThat(r.isEmpty()).isEqualTo(reason.isEmpty()))
        .contains(reason);
  }
}
