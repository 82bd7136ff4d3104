package dev.intact.monitor.receive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody else's server as a process, which ends with the test. */
public final class Daemon implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;
  private final List<String> said = new ArrayList<>();

  /** Starts it; what it says goes nowhere until it is asked for. */
  public Daemon(Path directory, List<String> command) throws IOException {
    process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Waits for a line that it says, and gives the first group of it. From then on nobody listens.
   */
  public String await(String pattern) throws IOException {
    Pattern wanted = Pattern.compile(pattern);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.add(line);
      Matcher found = wanted.matcher(line);
      if (found.find()) {
        Thread.ofPlatform().daemon().start(this::drain);
        return found.group(1);
      }
    }
    throw new IOException("it ended: " + said);
  }

  private void drain() {
    try {
      while (out.readLine() != null) {
        // so that it never waits for a reader
      }
    } catch (IOException e) {
      // it has ended
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
