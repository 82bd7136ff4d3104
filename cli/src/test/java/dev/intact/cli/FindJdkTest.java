package dev.intact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launchers' finder takes no JDK that corrupts bytes, and says so when there is none. */
final class FindJdkTest {

  private static final int NO_FIT_JDK = 69;
  private static final String FIND = "find_jdk && echo \"$JAVA_HOME\"";

  @TempDir Path directory;

  private record Answer(int exitCode, String text) {}

  private Path home(String version) throws IOException {
    Path home = directory.resolve("jdk-" + version);
    Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(javac, "#!/bin/sh\n");
    assertThat(javac.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static Answer run(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path finder = Path.of(System.getProperty("intact.root", ".."), "scripts", "find-jdk.sh");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", ". \"$0\"; " + script, finder.toAbsolutePath().toString())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(n -> n.contains("JAVA") || n.startsWith("JDK"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"25.0.3", "25.0.10", "25.1.0", "26", "26.0.1"})
  void takesAnExplicitJdkThatIsFit(String version) throws Exception {
    Path home = home(version);
    assertThat(run(FIND, Map.of("INTACT_JAVA_HOME", home.toString())))
        .isEqualTo(new Answer(0, home + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "25.0.1", "25.0.2", "25-ea", "24.0.9", "17.0.12", "1.8.0_402"})
  void refusesAJdkThatIsTooOld(String version) throws Exception {
    assertThat(run("jdk_is_good \"$HOME_TO_JUDGE\"", judging(home(version))).exitCode())
        .isEqualTo(1);
  }

  @Test
  void refusesARuntimeWithoutCompiler() throws Exception {
    Path home = home("25.0.3");
    Files.delete(home.resolve("bin/javac"));
    assertThat(run("jdk_is_good \"$HOME_TO_JUDGE\"", judging(home)).exitCode()).isEqualTo(1);
  }

  private static Map<String, String> judging(Path home) {
    return Map.of("HOME_TO_JUDGE", home.toString());
  }

  @Test
  void saysInOneSentenceWhatToInstallIfNoneIsFit() throws Exception {
    Answer answer = run("jdk_is_good() { return 1; }; find_jdk; echo found", Map.of());
    assertThat(answer.exitCode()).isEqualTo(NO_FIT_JDK);
    assertThat(answer.text().lines()).hasSize(1);
    assertThat(answer.text()).startsWith("Intact needs a JDK 25.0.3 or later: install ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
  void refusesCompactObjectHeaders(String variable) throws Exception {
    Answer answer = run("echo found", Map.of(variable, "-Xmx1g -XX:+UseCompactObjectHeaders"));
    assertThat(answer.exitCode()).isEqualTo(NO_FIT_JDK);
    assertThat(answer.text().lines()).hasSize(1);
    assertThat(answer.text()).contains("corrupt strings silently");
  }
}
