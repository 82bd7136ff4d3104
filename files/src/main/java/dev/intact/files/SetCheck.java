package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.notice.NoticeExplainer;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.Scan;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** One check of a set, recorded in its log. */
final class SetCheck {

  static final String KIND = "files";

  /** A quick check believes no time that is nearer to the baseline than clocks are coarse. */
  static final Duration RACY = Duration.ofSeconds(2);

  private static final int MAX_FINDINGS = 10_000;
  private static final int MAX_RECORDED_BYTES = 32 << 10;

  private final String name;
  private final SetLog log;
  private final FilesSettings settings;
  private final SetGuard guard;

  SetCheck(String name, SetLog log, FilesSettings settings, SetGuard guard) {
    this.name = name;
    this.log = log;
    this.settings = settings;
    this.guard = guard;
  }

  FilesReport run(boolean quick, String by, ProvenEntries proven, LongConsumer progress)
      throws LogException, IOException, UnsupportedSystemException, InterruptedException {
    long startNanos = System.nanoTime();
    Instant started = settings.clock().instant();
    Heads heads = log.heads(proven);
    Baseline baseline = Baseline.read(log, proven, heads);
    Scan full =
        Scan.full(baseline.rules(), settings.threads(), settings.limit()).idle(settings.idle());
    Scan scan = quick ? full.trusting(baseline.started().minus(RACY)) : full;
    guard.own().read(log, proven, heads);
    Judge judge = new Judge();
    Growth growth = new Growth(judge, baseline);
    Scan.Summary sums =
        scan.run(baseline.expected(baseline.rules().roots()), guard.comparing(growth), progress);
    Optional<Act> before = lastCheck(proven, heads);
    Instant lastFull = quick ? lastFull(before, baseline) : started;
    NoticeExplainer notices = Notices.read(log, proven, heads).and(guard.uses()).explainer(started);
    Sources sources = new Sources(settings.explainers(), baseline, notices);
    List<Judge.Judged> judged = new Differences(baseline).add(judge.findings(sources));
    notices.unused(lastCheck(before, baseline)).forEach(sources::note);
    CheckReport report =
        report(judged, judge, sums, started, Duration.ofNanos(System.nanoTime() - startNanos));
    FilesReport result =
        new FilesReport(
            report,
            quick,
            baseline.act().index(),
            baseline.epoch(),
            lastFull,
            sums,
            !judge.beyond().isEmpty(),
            Stream.concat(sources.notes().stream(), growth.notes().stream()).toList());
    Heads now = Notices.record(log, name, by, notices.fresh(), heads);
    record(result, judged, growth, by, now, before);
    settings.checked().accept(result);
    return result;
  }

  private Optional<Act> lastCheck(ProvenEntries proven, Heads heads)
      throws LogException, IOException {
    return heads.check().isPresent()
        ? Optional.of(log.act(proven, heads.check().get()))
        : Optional.empty();
  }

  private static Instant lastCheck(Optional<Act> check, Baseline baseline) throws IOException {
    return check.isPresent() ? time(check.get(), "started_at") : baseline.started();
  }

  /** A check of an earlier baseline says nothing of this one, which itself read everything. */
  private static Instant lastFull(Optional<Act> check, Baseline baseline) throws IOException {
    if (check.isEmpty() || check.get().index() < baseline.act().index()) {
      return baseline.started();
    }
    return time(check.get(), "last_full_check");
  }

  private static Instant time(Act check, String member) throws IOException {
    try {
      return Instant.parse(Members.string(check.record(), member));
    } catch (DateTimeException e) {
      throw new IOException("a check's time is none: " + e.getMessage(), e);
    }
  }

  private CheckReport report(
      List<Judge.Judged> judged,
      Judge judge,
      Scan.Summary sums,
      Instant started,
      Duration duration) {
    Map<Verdict, Long> unexplained = new EnumMap<>(judge.beyond());
    long explained = 0;
    for (Judge.Judged one : judged) {
      if (one.finding().isEmpty()) {
        continue;
      }
      Finding finding = one.finding().get();
      if (finding.explanation().isPresent()) {
        explained++;
      } else {
        unexplained.merge(finding.verdict(), 1L, Long::sum);
      }
    }
    List<Finding> findings =
        judged.stream()
            .flatMap(j -> j.finding().stream())
            .sorted(Judge.byGravity())
            .limit(MAX_FINDINGS)
            .toList();
    Coverage coverage =
        new Coverage(
            sums.established() + judge.gone(), sums.entries() + judge.gone() + sums.uncovered());
    return new CheckReport(
        KIND, name, unexplained, explained, findings, coverage, started, duration);
  }

  private void record(
      FilesReport result,
      List<Judge.Judged> judged,
      Growth growth,
      String by,
      Heads heads,
      Optional<Act> before)
      throws LogException, IOException, InterruptedException {
    CheckReport check = result.check();
    JsonObject.Builder counts = JsonObject.builder();
    check.unexplained().forEach((verdict, count) -> counts.put(verdict.name(), count));
    JsonObject.Builder record =
        JsonObject.builder()
            .put("set", name)
            .put("mode", result.quick() ? "quick" : "full")
            .put("verdict", check.verdict().name())
            .put("violations", counts.build())
            .put("explained", check.explained())
            .put("checked", check.coverage().checked())
            .put("expected", check.coverage().expected())
            .put("excluded", result.scanned().excluded())
            .put("bytes", result.scanned().bytes())
            .put("truncated", result.truncated())
            .put("trusted", result.scanned().trusted())
            .put("started_at", check.at().toString())
            .put("last_full_check", result.lastFull().toString())
            .put("duration_ms", check.duration().toMillis())
            .put("notes", JsonArray.ofStrings(result.notes()))
            .put("findings", FindingsJson.write(check.findings(), MAX_RECORDED_BYTES))
            .put(
                "states",
                run(
                        judged.stream().map(Judge.Judged::entry).toList(),
                        by,
                        before.isPresent() ? Optional.of(before.get().run()) : Optional.empty())
                    .toJson());
    List<RunEntry> grown = growth.entries();
    if (!grown.isEmpty()) {
      Optional<RunRef> known = before.isPresent() ? before.get().grown() : Optional.empty();
      record.put("grown", run(grown, by, known).toJson());
    }
    Act done = log.append(SetLog.CHECK, by, heads, record);
    Rotations.accept(log, name, judged, by, check.at(), heads.after(done));
  }

  /** What is still as the last check found it is not recorded again. */
  private RunRef run(List<RunEntry> entries, String by, Optional<RunRef> last)
      throws LogException, InterruptedException {
    RunDigest digest = new RunDigest();
    entries.forEach(digest::add);
    String sha256 = digest.finish();
    if (last.filter(l -> l.sha256().equals(sha256)).isPresent()) {
      return last.get();
    }
    RunAppender run = log.appender(by);
    for (RunEntry entry : entries) {
      run.add(entry);
    }
    return run.finish();
  }
}
