package dev.intact.files.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a program of the system with a bare environment and an end by which it must be done. What it
 * writes is read while it runs; it never waits for us, nor we for it beyond that end.
 */
public final class Program {

  private static final int MAX_ERROR_BYTES = 4096;

  private final List<String> command;
  private final long seconds;

  /**
   * A program.
   *
   * @param seconds how long it may run
   * @param command its name or path, and arguments
   */
  public Program(long seconds, List<String> command) {
    this.seconds = seconds;
    this.command = List.copyOf(command);
  }

  /** Writes what a program reads. */
  public interface Feeder {
    /** Nothing. */
    Feeder NOTHING = out -> {};

    /**
     * Writes.
     *
     * @param out closed behind this
     * @throws IOException if it cannot be written
     */
    void feed(OutputStream out) throws IOException;
  }

  /**
   * Reads what a program writes.
   *
   * @param <T> what comes of it
   */
  public interface Consumer<T> {
    /**
     * Reads.
     *
     * @param in the program's standard output
     * @return what came of it
     * @throws IOException if it is not what it should be
     */
    T read(InputStream in) throws IOException;
  }

  /**
   * What came of a run.
   *
   * @param <T> what was made of its output
   * @param exit its exit code
   * @param output what was made of its output
   * @param error the beginning of what it complained about
   */
  public record Outcome<T>(int exit, T output, String error) {

    /**
     * The output, if it went well.
     *
     * @param what it was for, for the message
     * @return the output
     * @throws IOException if the exit code is not 0
     */
    public T require(String what) throws IOException {
      if (exit != 0) {
        throw new IOException(what + " failed with exit code " + exit + ": " + error);
      }
      return output;
    }
  }

  /**
   * Runs it.
   *
   * @param <T> what comes of its output
   * @param feeder writes its standard input
   * @param consumer reads its standard output, to the end or not
   * @return what came of it
   * @throws IOException if it cannot be started, takes too long, or one of the two fails
   * @throws InterruptedException if the thread was interrupted; the program is killed
   */
  public <T> Outcome<T> run(Feeder feeder, Consumer<T> consumer)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("HOME", "/nonexistent");
    Process process = builder.start();
    AtomicBoolean late = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ScheduledExecutorService end = Executors.newScheduledThreadPool(1, Program::daemon)) {
      end.schedule(
          () -> {
            late.set(true);
            process.destroyForcibly();
          },
          seconds,
          TimeUnit.SECONDS);
      try {
        Future<String> error = threads.submit(() -> complaint(process.getErrorStream()));
        Future<Boolean> fed = threads.submit(() -> feed(process, feeder));
        T output;
        try (InputStream in = process.getInputStream()) {
          output = consumer.read(in);
        }
        int exit = process.waitFor();
        boolean all = get(fed);
        if (late.get()) {
          throw new IOException("was not done after " + seconds + " s");
        }
        String said = get(error);
        if (exit == 0 && !all) {
          throw new IOException("did not read all that it was given");
        }
        return new Outcome<>(exit, output, said);
      } finally {
        process.destroyForcibly();
        end.shutdownNow();
      }
    } catch (IOException e) {
      throw new IOException(
          command.getFirst() + (late.get() ? " took too long" : "") + ": " + e.getMessage(), e);
    }
  }

  private static Thread daemon(Runnable task) {
    return Thread.ofPlatform().daemon().name("intact-program-end").unstarted(task);
  }

  /** A program that ends early breaks the pipe: its exit code says more than that. */
  private static boolean feed(Process process, Feeder feeder) throws IOException {
    try (OutputStream out = process.getOutputStream()) {
      feeder.feed(new Unbroken(out));
      return true;
    } catch (BrokenPipeException e) {
      return false;
    } catch (IOException e) {
      if (process.isAlive()) {
        process.destroyForcibly();
      }
      throw e;
    }
  }

  private static final class BrokenPipeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Tells a pipe that broke from a source that cannot be read. */
  private static final class Unbroken extends OutputStream {
    private final OutputStream out;

    Unbroken(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException e) {
        throw new BrokenPipeException();
      }
    }
  }

  private static String complaint(InputStream in) throws IOException {
    byte[] first = in.readNBytes(MAX_ERROR_BYTES);
    in.transferTo(OutputStream.nullOutputStream());
    return new String(first, StandardCharsets.UTF_8).strip();
  }

  private static <T> T get(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }
}
