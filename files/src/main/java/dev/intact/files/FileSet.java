package dev.intact.files;

import dev.intact.files.FilesException.Kind;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.manifest.AideExport;
import dev.intact.files.manifest.Exporter;
import dev.intact.files.notice.Notice;
import dev.intact.files.notice.NoticeExplainer;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.RateLimit;
import dev.intact.files.scan.Scan;
import dev.intact.files.scan.ScanRules;
import dev.intact.finding.Check;
import dev.intact.finding.CheckFailedException;
import dev.intact.finding.CheckReport;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A set of files: its baseline, checks against it, and what was accepted since. Everything it knows
 * is in its log. Thread-safe; one act at a time.
 */
public final class FileSet {

  /** Who says "from now on" says it a little before it is recorded. */
  private static final Duration BEGINS_NOW = Duration.ofMinutes(1);

  private final String name;
  private final SetLog log;
  private final SetGuard guard;
  private final FilesSettings settings;

  FileSet(String name, SetLog log, SetGuard guard, FilesSettings settings) {
    this.name = name;
    this.log = log;
    this.guard = guard;
    this.settings = settings;
  }

  /**
   * The set's name.
   *
   * @return unique in the installation
   */
  public String name() {
    return name;
  }

  /**
   * The same, gentler.
   *
   * @param limit how fast content is read by acts through the result
   * @return the set; acts exclude each other as before
   */
  public FileSet limited(RateLimit limit) {
    return new FileSet(name, log, guard, settings.withLimit(limit));
  }

  /**
   * The same, for a disk that others need.
   *
   * @param idle whether the disk is asked to serve all others before the threads that read files;
   *     schedulers that know no priorities do not heed it
   * @return the set; acts exclude each other as before
   */
  public FileSet idle(boolean idle) {
    return new FileSet(name, log, guard, settings.withIdle(idle));
  }

  /**
   * What is looked at.
   *
   * @return the rules of the baseline that is in force
   * @throws FilesException if there is none, or it cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public ScanRules rules() throws FilesException, InterruptedException {
    return alone(() -> {
      ProvenEntries proven = provenBaseline();
      return Baseline.read(log, proven, log.heads(proven)).rules();
    });
  }

  private interface Work<T> {
    T run()
        throws LogException,
            IOException,
            UnsupportedSystemException,
            InterruptedException,
            FilesException;
  }

  private <T> T alone(Work<T> work) throws FilesException, InterruptedException {
    guard.lock().lockInterruptibly();
    try {
      return told(work);
    } finally {
      guard.lock().unlock();
    }
  }

  private static <T> T told(Work<T> work) throws FilesException, InterruptedException {
    try {
      return work.run();
    } catch (LogException | IOException | UnsupportedSystemException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw FilesException.of(e);
    }
  }

  /**
   * Reads everything and commits to it. In force as soon as this returns, and not before. Goes on
   * where a baseline by the same rules was interrupted, see {@link #baseline(ScanRules, Decision,
   * boolean, LongConsumer)}.
   *
   * @param rules what is looked at
   * @param decision who and why
   * @param progress told how many more entries are done
   * @return what was recorded; its problems are entries that no check can cover
   * @throws FilesException if nothing could be recorded
   * @throws InterruptedException if the thread was interrupted; the earlier baseline stays in force
   */
  public RecordedReport baseline(ScanRules rules, Decision decision, LongConsumer progress)
      throws FilesException, InterruptedException {
    return baseline(rules, decision, false, progress);
  }

  /**
   * The same.
   *
   * @param rules what is looked at
   * @param decision who and why
   * @param fresh whether everything is read, also files that a baseline had read which was
   *     interrupted within the last seven days and whose inode, size and times are as they were
   * @param progress told how many more entries are done
   * @return what was recorded; its problems are entries that no check can cover
   * @throws FilesException if nothing could be recorded
   * @throws InterruptedException if the thread was interrupted; the earlier baseline stays in force
   */
  public RecordedReport baseline(
      ScanRules rules, Decision decision, boolean fresh, LongConsumer progress)
      throws FilesException, InterruptedException {
    return alone(() -> {
      RecordedReport report =
          new SetBaseline(name, log, settings, guard).run(rules, decision, fresh, progress);
      guard.changed();
      return report;
    });
  }

  /**
   * Compares what is there with what is in force, and records the result.
   *
   * @param quick whether files are taken for unchanged whose inode, size and times are as they
   *     were; else everything is read
   * @param by who asks
   * @param progress told how many more entries are done
   * @return the findings
   * @throws FilesException if nothing could be established
   * @throws InterruptedException if the thread was interrupted; nothing was established
   */
  public FilesReport check(boolean quick, String by, LongConsumer progress)
      throws FilesException, InterruptedException {
    return alone(() -> {
      ProvenEntries proven = provenBaseline();
      FilesReport report =
          new SetCheck(name, log, settings, guard).run(quick, by, proven, progress);
      guard.checked(report);
      return report;
    });
  }

  private ProvenEntries provenBaseline()
      throws LogException, IOException, FilesException, InterruptedException {
    if (!log.isEmpty()) {
      ProvenEntries proven = log.proven();
      if (log.heads(proven).baseline().isPresent()) {
        return proven;
      }
    }
    throw new FilesException(Kind.NOT_FOUND, "set " + name + " has no baseline");
  }

  /**
   * What watching does with the set.
   *
   * @return the set as {@code watch} sees it
   */
  public WatchedSet watched() {
    return new WatchedSet(name, log, guard, settings);
  }

  /**
   * A full check, for what watches.
   *
   * @param by who asks
   * @return runs {@link #check} and gives its findings
   */
  public Check asCheck(String by) {
    return new Check() {
      @Override
      public String kind() {
        return SetCheck.KIND;
      }

      @Override
      public String subject() {
        return name;
      }

      @Override
      public CheckReport run(LongConsumer progress)
          throws CheckFailedException, InterruptedException {
        try {
          return check(false, by, progress).check();
        } catch (FilesException e) {
          throw new CheckFailedException(String.valueOf(e.getMessage()), e);
        }
      }
    };
  }

  /**
   * Takes what is there now into force, in place of what was recorded.
   *
   * @param paths these and what is under them; empty for the whole set
   * @param decision who and why
   * @param progress told how many more entries are done
   * @return what was accepted; nothing is recorded if nothing has changed
   * @throws FilesException if a path is not in the set, or nothing could be recorded
   * @throws InterruptedException if the thread was interrupted; nothing was accepted
   */
  public RecordedReport accept(List<ByteString> paths, Decision decision, LongConsumer progress)
      throws FilesException, InterruptedException {
    return alone(() -> {
      Instant started = settings.clock().instant();
      ProvenEntries proven = provenBaseline();
      Heads heads = log.heads(proven);
      Baseline baseline = Baseline.read(log, proven, heads);
      guard.own().read(log, proven, heads);
      Acceptance acceptance = new Acceptance(baseline, settings, guard);
      Scan.Summary sums = acceptance.look(paths, progress);
      Recorder recorder = new Recorder(log.appender(decision.by()), baseline.rules(), false);
      for (Observed observed : acceptance.observed()) {
        recorder.observed(observed);
      }
      if (recorder.entries() == 0) {
        return new RecordedReport(
            name, -1, 0, sums.bytes(), 0, sums.excluded(), recorder.problems(), List.of());
      }
      List<String> named =
          paths.stream().limit(Recorder.MAX_NAMED).map(ByteString::display).toList();
      JsonObject.Builder record =
          JsonObject.builder().put("all", paths.isEmpty()).put("paths", JsonArray.ofStrings(named));
      recorder.seal();
      if (paths.isEmpty()) {
        Facts.remember(settings.explainers(), baseline.rules().roots(), log, decision.by(), record);
      }
      record.put("started_at", started.toString());
      RecordedReport report =
          recorder.close(log, name, SetLog.ACCEPT, decision, heads, record, sums);
      guard.changed();
      return report;
    });
  }

  /**
   * What is different in the text of a configuration file from what is in force, without secrets.
   *
   * @param path absolute
   * @return the difference as a unified one, or why there is none to show
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public TextDifference diff(ByteString path) throws FilesException, InterruptedException {
    return alone(() -> {
      ProvenEntries proven = provenBaseline();
      return TextDifference.of(Baseline.read(log, proven, log.heads(proven)), path);
    });
  }

  /**
   * Compares what is there with a list that another tool wrote, and records what came of it. The
   * baseline is not asked and not changed.
   *
   * @param format of the list; not AIDE, whose configuration names no states
   * @param list the list; read once
   * @param root under which paths lie that are not absolute
   * @param by who asks
   * @param progress told how many more files are done
   * @return the findings
   * @throws FilesException if the list is malformed, or nothing could be established
   * @throws InterruptedException if the thread was interrupted
   */
  public ManifestReport compare(
      ListFormat format, InputStream list, ByteString root, String by, LongConsumer progress)
      throws FilesException, InterruptedException {
    if (format == ListFormat.AIDE) {
      throw new FilesException(
          Kind.INVALID, "a configuration of AIDE names no states to compare with");
    }
    return alone(() ->
        new Foreign(name, log)
            .compare(format, list, root, by, settings.clock().instant(), progress));
  }

  /**
   * Writes what is in force for another tool.
   *
   * @param format of the list
   * @param out takes it; not closed
   * @return what was written, and what has no place in that format
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public Exporter.Exported export(ListFormat format, OutputStream out)
      throws FilesException, InterruptedException {
    return alone(() -> {
      ProvenEntries proven = provenBaseline();
      Baseline baseline = Baseline.read(log, proven, log.heads(proven));
      List<ByteString> roots = baseline.rules().roots();
      return switch (format) {
        case SHA256SUM -> Exporter.sha256sum(baseline.expected(roots), out);
        case MTREE -> Exporter.mtree(baseline.expected(roots), roots, out);
        case AIDE -> AideExport.write(baseline.rules(), out);
      };
    });
  }

  /**
   * Records what somebody says about changes to come. Checks count it from now on, whatever it says
   * of an earlier time: what has happened is for {@link #accept}.
   *
   * @param notice what is said
   * @return the index of its record
   * @throws FilesException if its time is over or begins before now, or nothing could be recorded
   * @throws InterruptedException if the thread was interrupted; nothing was recorded
   */
  public long announce(Notice notice) throws FilesException, InterruptedException {
    return alone(() -> {
      Instant now = settings.clock().instant();
      if (notice.from().isBefore(now.minus(BEGINS_NOW))) {
        throw new FilesException(
            Kind.INVALID,
            "it cannot begin at "
                + notice.from()
                + ", which is over: what has happened is accepted, not announced");
      }
      return Notices.announce(log, name, notice, log.heads(provenBaseline())).index();
    });
  }

  /**
   * All that was announced, and what came of it.
   *
   * @return oldest first
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public List<NoticeReport> notices() throws FilesException, InterruptedException {
    return alone(() -> {
      ProvenEntries proven = provenBaseline();
      Instant now = settings.clock().instant();
      Notices notices = Notices.read(log, proven, log.heads(proven));
      NoticeExplainer explainer = notices.explainer(now);
      return notices.notices().entrySet().stream()
          .map(e ->
              new NoticeReport(
                  e.getKey(),
                  e.getValue(),
                  explainer.uses(e.getKey()),
                  e.getValue().until().isBefore(now)))
          .toList();
    });
  }

  /**
   * Every state that the log knows of a path, oldest first. Reads the whole log, and proves it.
   *
   * @param path absolute
   * @return states in baselines, acceptances and checks; empty if it was never seen
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public List<HistoryEntry> history(ByteString path) throws FilesException, InterruptedException {
    return alone(() -> new SetHistory(log, provenBaseline()).of(path));
  }

  /**
   * When a path last had a content, and what was seen of it next. Reads the whole log, and proves
   * it.
   *
   * @param path absolute
   * @param sha256 of the content, 64 lower-case hexadecimal digits
   * @return the last act that established it, and the first later one that found something else
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public LastEqual lastEqual(ByteString path, String sha256)
      throws FilesException, InterruptedException {
    return alone(() -> new SetHistory(log, provenBaseline()).lastEqual(path, sha256));
  }

  /**
   * About how many entries a check will see.
   *
   * @return those of the baseline
   * @throws FilesException if there is no baseline, or the log cannot be read
   * @throws InterruptedException if the thread was interrupted
   */
  public long expectedEntries() throws FilesException, InterruptedException {
    return alone(() -> {
      ProvenEntries proven = provenBaseline();
      long at = log.heads(proven).baseline().orElseThrow();
      return Members.integer(log.act(proven, at).record(), "entries");
    });
  }

  /**
   * The baseline in force, its rules, and the last check.
   *
   * @return an object
   * @throws FilesException if the log cannot be read as it was committed to, or is empty
   * @throws InterruptedException if the thread was interrupted
   */
  public JsonObject describe() throws FilesException, InterruptedException {
    return alone(() -> {
      ProvenEntries proven = provenBaseline();
      return SetDescription.of(name, log, proven);
    });
  }

  /**
   * What checks have found since a time: each finding once, the most common kind first.
   *
   * @param since from when on
   * @return the summary
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public SetSummary summary(Instant since) throws FilesException, InterruptedException {
    return alone(() -> new SetHistory(log, provenBaseline()).summary(name, since));
  }

  /**
   * What people took into force since a time; what the set did by itself, as following rotated
   * logs, is no decision. Waits for no check that runs.
   *
   * @param since from when on
   * @return oldest first
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public List<SetDecision> decisions(Instant since) throws FilesException, InterruptedException {
    return told(
        () -> log.isEmpty() ? List.of() : new SetHistory(log, log.proven()).decisions(since));
  }
}
