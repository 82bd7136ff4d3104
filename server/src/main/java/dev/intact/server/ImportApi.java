package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditService;
import dev.intact.audit.ImportReport;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The import of an older trail: lines without end, taken a thousand at a time. To whoever accepts
 * NDJSON each thousand is answered as soon as it is durable; everybody else gets the sum. Both say
 * from which line an import that was broken off goes on.
 */
final class ImportApi {

  private static final String LINES = "application/x-ndjson";
  private static final int MAX_FINDINGS = 1000;

  private final AuditService audit;
  private final Guard guard;

  ImportApi(AuditService audit, Guard guard) {
    this.audit = audit;
    this.guard = guard;
  }

  void register(Routes routes) {
    routes.add("POST", "/v1/trails/{trail}/import", this::importOlder);
  }

  private void importOlder(Exchange e) throws Problem, AuditException, IOException {
    String name = guard.trail(e, "trail", Guard.Right.IMPORT);
    e.onlyQuery("first_line");
    e.requireContent(LINES);
    int firstLine = e.integer("first_line", 1, 1, 999_999_999);
    audit.requireName(name);
    LineReader lines = new LineReader(e.body(), firstLine);
    if (e.accepts(LINES)) {
      streamed(name, lines, e);
    } else {
      summed(name, lines, e);
    }
  }

  private void summed(String name, LineReader lines, Exchange e)
      throws Problem, AuditException, IOException {
    ImportReport sum = ImportReport.startingAt(lines.nextLine());
    try {
      for (List<byte[]> some = lines.next(); !some.isEmpty(); some = lines.next()) {
        sum = sum.and(take(name, some, sum.nextLine(), e), MAX_FINDINGS);
      }
    } catch (AuditException failed) {
      throw Problem.of(failed).with("next_line", sum.nextLine());
    } catch (Problem problem) {
      throw problem.with("next_line", sum.nextLine());
    }
    e.json(200, sum.toJson());
  }

  /** What fails after the first answer cannot be a status any more; it is the last line. */
  private void streamed(String name, LineReader lines, Exchange e)
      throws Problem, AuditException, IOException {
    ImportReport sum = ImportReport.startingAt(lines.nextLine());
    Optional<OutputStream> out = Optional.empty();
    JsonObject last;
    try {
      for (List<byte[]> some = lines.next(); !some.isEmpty(); some = lines.next()) {
        ImportReport part = take(name, some, sum.nextLine(), e);
        sum = sum.and(part, 0);
        if (out.isEmpty()) {
          out = Optional.of(e.stream(LINES));
        }
        write(out.get(), part.toJson());
      }
      last = sum.toJson().toBuilder().put("done", true).build();
    } catch (AuditException | Problem failed) {
      Problem problem = failed instanceof Problem p ? p : Problem.of((AuditException) failed);
      problem = problem.with("next_line", sum.nextLine());
      if (out.isEmpty()) {
        throw problem;
      }
      last = problem.json();
    }
    OutputStream end = out.isPresent() ? out.get() : e.stream(LINES);
    write(end, last);
    end.close();
    e.succeeded();
  }

  private static void write(OutputStream out, JsonValue line) throws IOException {
    out.write(Json.canonical(line));
    out.write('\n');
    out.flush();
  }

  private ImportReport take(String name, List<byte[]> lines, long firstLine, Exchange e)
      throws Problem, AuditException {
    return audit.openOrCreate(name).importOlder(lines, firstLine, e.actor());
  }
}
