package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.files.FilesException;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Answers with work that takes long. Who accepts NDJSON is told how far it is: lines of how many
 * more entries are done, then one with the result, or a problem. Everybody else gets the result.
 */
final class LongWork {

  private static final String LINES = "application/x-ndjson";
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(250);

  private LongWork() {}

  /** The work; tells how many more entries are done. */
  @FunctionalInterface
  interface Work {
    JsonObject run(LongConsumer progress)
        throws FilesException, AuditException, InterruptedException;
  }

  static void answer(Exchange e, Optional<Long> expected, Work work)
      throws FilesException, AuditException, IOException, InterruptedException {
    if (!e.accepts(LINES)) {
      e.json(200, work.run(n -> {}));
      return;
    }
    OutputStream out = e.stream(LINES);
    JsonObject.Builder first = JsonObject.builder().put("done", 0);
    expected.ifPresent(n -> first.put("expected", n));
    write(out, first.build());
    JsonObject last;
    try {
      last = JsonObject.builder().put("result", work.run(new Told(out))).build();
    } catch (FilesException failed) {
      last = Problem.of(failed).json();
    } catch (AuditException failed) {
      last = Problem.of(failed).json();
    } catch (UncheckedIOException gone) {
      throw gone.getCause(); // nobody listens any more, and the work has ended with that
    }
    write(out, last);
    out.close();
    e.succeeded();
  }

  private static void write(OutputStream out, JsonObject line) throws IOException {
    out.write(Json.canonical(line));
    out.write('\n');
    out.flush();
  }

  /** A line now and then. Used by one thread. */
  private static final class Told implements LongConsumer {
    private final OutputStream out;
    private long done;
    private long last = System.nanoTime();

    Told(OutputStream out) {
      this.out = out;
    }

    @Override
    public void accept(long n) {
      done += n;
      long now = System.nanoTime();
      if (now - last < EVERY) {
        return;
      }
      last = now;
      try {
        write(out, JsonObject.builder().put("done", done).build());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      done = 0;
    }
  }
}
