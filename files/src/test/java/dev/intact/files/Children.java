package dev.intact.files;

import java.io.IOException;
import java.nio.file.Path;

/** A process that goes on changing files while they are looked at; ended with this. */
final class Children implements AutoCloseable {

  private final Process process;

  private Children(Process process) {
    this.process = process;
  }

  /** Starts a Python program and waits until it has written its first byte. */
  static Children python(Path directory, String program) throws IOException {
    Process process =
        new ProcessBuilder("python3", "-c", program)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("the process did not begin");
    }
    return new Children(process);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Lets it go on, and waits until it has answered. */
  void step() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    if (process.getInputStream().read() < 0) {
      throw new IOException("the process has ended");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
