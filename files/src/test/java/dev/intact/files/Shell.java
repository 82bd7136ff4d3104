package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Makes on disk what Java cannot: names that are no text, pipes, devices, mounts. */
public final class Shell {

  private Shell() {}

  public static String run(Path directory, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", "set -e; " + script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(script + ": " + out).isZero();
    return out;
  }

  public static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
