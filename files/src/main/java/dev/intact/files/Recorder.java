package dev.intact.files;

import dev.intact.files.scan.Observed;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.Scan;
import dev.intact.files.scan.ScanRules;
import dev.intact.files.scan.ScanVisitor;
import dev.intact.finding.Finding;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what a scan shows into a run. What was not established is a problem besides. */
final class Recorder implements ScanVisitor {

  private static final int MAX_PROBLEMS = 10_000;
  private static final int MAX_RECORDED_BYTES = 32 << 10;
  static final int MAX_NAMED = 1_000;

  private final RunAppender run;
  private final boolean whole;
  private final ScanRules rules;
  private final Texts texts = new Texts();
  private final List<Finding> problems = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private long troubled;
  private Optional<RunRef> sealed = Optional.empty();

  /**
   * A recorder.
   *
   * @param rules say of which files the text is kept
   * @param whole whether entries that are not established are recorded as far as they are known: in
   *     a baseline, so that a check meets them again; what is accepted must be established
   */
  Recorder(RunAppender run, ScanRules rules, boolean whole) {
    this.run = run;
    this.rules = rules;
    this.whole = whole;
  }

  @Override
  public void observed(Observed observed) throws IOException {
    String path = observed.path().display();
    if (observed.trouble().isPresent()) {
      troubled++;
      if (problems.size() < MAX_PROBLEMS) {
        var trouble = observed.trouble().get();
        problems.add(Finding.of(trouble.verdict(), path, trouble.detail()));
      }
      if (!whole || observed.after().isEmpty()) {
        return;
      }
    }
    if (paths.size() < MAX_NAMED) {
      paths.add(path);
    }
    if (observed.after().isPresent() && rules.keepsText(observed.path())) {
      texts.want(observed.path(), observed.after().get());
    }
    try {
      run.add(new RunEntry(observed.path(), 0, observed.after()));
    } catch (LogException e) {
      throw new RunException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while states were recorded");
    }
  }

  long entries() {
    return run.entries();
  }

  /** Of so many the state was not established. */
  long troubled() {
    return troubled;
  }

  List<Finding> problems() {
    return problems;
  }

  /** The first of what was recorded, for people. */
  List<String> paths() {
    return paths;
  }

  /** Makes the run durable: no entry comes any more, and others may append to the log. */
  RunRef seal() throws LogException, InterruptedException {
    if (sealed.isEmpty()) {
      sealed = Optional.of(run.finish());
    }
    return sealed.get();
  }

  /** Makes the run and the texts durable and appends the act that names them. */
  RecordedReport close(
      SetLog log,
      String set,
      String type,
      Decision decision,
      SetLog.Heads heads,
      JsonObject.Builder record,
      Scan.Summary sums)
      throws IOException, LogException, InterruptedException {
    seal();
    texts.record(log.pieces(decision.by()), record);
    record
        .put("set", set)
        .put("reason", decision.reason())
        .put("states", seal().toJson())
        .put("entries", run.entries())
        .put("not_established", troubled)
        .put("findings", FindingsJson.write(problems, MAX_RECORDED_BYTES));
    long index = log.append(type, decision.by(), heads, record).index();
    return new RecordedReport(
        set, index, run.entries(), sums.bytes(), sums.trusted(), sums.excluded(), problems, paths);
  }
}
