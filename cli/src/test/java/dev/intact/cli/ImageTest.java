package dev.intact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copy of the program that the launcher runs, over a build that only copies a file. */
final class ImageTest {

  private static final Path SCRIPTS = Path.of(System.getProperty("intact.root"), "scripts");

  private static final String BUILD =
      "echo built >> builds; mkdir -p dist/target/lib; cp program dist/target/lib/program.jar";

  @TempDir private Path checkout;

  @BeforeEach
  void layOut() throws IOException {
    Files.writeString(checkout.resolve("pom.xml"), "");
    Files.createDirectories(checkout.resolve("cli/src/main"));
    Files.writeString(checkout.resolve("cli/pom.xml"), "");
    Files.createDirectories(checkout.resolve("jdk/bin"));
    Files.writeString(checkout.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
    script("jdk/bin/java", "echo trained >> \"$TRAININGS\"; exit 1");
    script("mvnw", BUILD);
    Files.writeString(checkout.resolve("program"), "one");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(checkout.resolve(name), "#!/bin/sh\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** The class path that the launcher would run. */
  private Path image() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh",
            "-c",
            "set -eu; here=$1; JAVA_HOME=$here/jdk; . \"$2/image.sh\"; ensure_image;"
                + " echo \"$class_path\"",
            "sh",
            checkout.toString(),
            SCRIPTS.toString());
    builder.environment().put("TRAININGS", checkout.resolve("trainings").toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return Path.of(text.strip());
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(checkout.resolve(name));
  }

  private void change(String name) throws IOException {
    Files.setLastModifiedTime(
        checkout.resolve(name), FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));
  }

  @Test
  void aLaterBuildLeavesTheCopyAloneThatMayBeRunning() throws Exception {
    Path running = image();
    assertThat(running).hasContent("one");
    Files.writeString(checkout.resolve("program"), "two");
    change("cli/pom.xml");
    assertThat(image()).isNotEqualTo(running).hasContent("two");
    assertThat(running).hasContent("one");
  }

  @Test
  void whatIsBuiltIsNotBuiltAgain() throws Exception {
    assertThat(image()).isEqualTo(image());
    assertThat(lines("builds")).hasSize(1);
  }

  @Test
  void aSourceThatChangesWhileItIsBuiltIsBuiltNextTime() throws Exception {
    script("mvnw", BUILD + "; touch cli/pom.xml");
    image();
    image();
    assertThat(lines("builds")).hasSize(2);
  }

  @Test
  void aBuildThatFailsLeavesNothingThatCouldBeRun() throws Exception {
    script("mvnw", BUILD + "; exit 1");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "set -eu; here=$1; JAVA_HOME=$here/jdk; . \"$2/image.sh\"; ensure_image; echo run",
                "sh",
                checkout.toString(),
                SCRIPTS.toString())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isNotZero();
    assertThat(text).doesNotContain("run\n");
    assertThat(checkout.resolve("dist/target/image")).doesNotExist();
    assertThat(checkout.resolve("dist/target/lock")).doesNotExist();
  }

  @Test
  void aLockWhoseProcessIsGoneIsTakenOver() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    assertThat(gone.waitFor()).isZero();
    Path target = Files.createDirectories(checkout.resolve("dist/target"));
    Files.writeString(target.resolve("lock"), gone.pid() + "\n");
    assertThat(image()).hasContent("one");
    assertThat(target.resolve("lock")).doesNotExist();
  }

  @Test
  void withoutAStartUpCacheItStillRuns() throws Exception {
    assertThat(image()).hasContent("one");
    assertThat(lines("trainings")).isNotEmpty();
  }
}
