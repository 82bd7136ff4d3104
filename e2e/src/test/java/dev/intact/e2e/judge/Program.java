package dev.intact.e2e.judge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of others.
 *
 * @param command how it is started
 * @param environment what it needs besides the environment of the tests
 */
public record Program(List<String> command, Map<String, String> environment) {

  private static final int MAX_SECONDS = 120;

  /**
   * What a run came to.
   *
   * @param code its exit code
   * @param output all that it wrote
   */
  public record Outcome(int code, String output) {}

  /** A path within the checkout. */
  static Path inProject(String path) {
    return Path.of(System.getProperty("intact.root", "..")).resolve(path).toAbsolutePath();
  }

  Outcome run(Path directory, Object... arguments) throws IOException, InterruptedException {
    List<String> whole = new ArrayList<>(command);
    Arrays.stream(arguments).map(Object::toString).forEach(whole::add);
    Path output = Files.createTempFile(directory, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(whole + " did not end: " + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
