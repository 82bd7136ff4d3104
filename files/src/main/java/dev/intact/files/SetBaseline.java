package dev.intact.files;

import dev.intact.files.FilesException.Kind;
import dev.intact.files.SetLog.Act;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Scan;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;

/** One baseline of a set, recorded in its log. */
final class SetBaseline {

  private final String name;
  private final SetLog log;
  private final FilesSettings settings;
  private final SetGuard guard;

  SetBaseline(String name, SetLog log, FilesSettings settings, SetGuard guard) {
    this.name = name;
    this.log = log;
    this.settings = settings;
    this.guard = guard;
  }

  RecordedReport run(ScanRules rules, Decision decision, boolean fresh, LongConsumer progress)
      throws LogException,
          IOException,
          UnsupportedSystemException,
          InterruptedException,
          FilesException {
    Instant now = settings.clock().instant();
    Heads heads = Heads.NONE;
    long epoch = 1;
    Optional<Unfinished> earlier = Optional.empty();
    if (!log.isEmpty()) {
      ProvenEntries proven = log.proven();
      heads = log.heads(proven);
      if (heads.baseline().isPresent()) {
        epoch += Baseline.read(log, proven, heads).epoch();
        guard.own().read(log, proven, heads);
      }
      if (!fresh) {
        earlier = Unfinished.find(log, proven, heads, rules, now);
      }
    }
    Instant since = earlier.isPresent() ? earlier.get().since() : now;
    JsonObject.Builder record = JsonObject.builder();
    Facts.remember(settings.explainers(), rules.roots(), log, decision.by(), record);
    Act begun = Unfinished.begin(log, name, decision.by(), heads, rules, since, earlier);
    Recorder recorder = new Recorder(log.appender(decision.by(), begun), rules, true);
    Scan scan = Scan.full(rules, settings.threads(), settings.limit()).idle(settings.idle());
    if (earlier.isPresent()) {
      scan = scan.carrying(earlier.get().states(), since.minus(SetCheck.RACY));
    }
    Scan.Summary sums;
    try {
      sums = scan.run(Expected.NOTHING, guard.recording(recorder), progress);
    } catch (IOException | InterruptedException | RuntimeException e) {
      keep(recorder, e);
      throw e;
    }
    if (recorder.entries() == 0 && recorder.troubled() == 0) {
      throw new FilesException(
          Kind.INVALID, "there is nothing at " + rules.roots() + ": no baseline was recorded");
    }
    record
        .put("epoch", epoch)
        .put("rules", RulesJson.write(rules))
        .put("bytes", sums.bytes())
        .put("carried", sums.trusted())
        .put("started_at", since.toString());
    return recorder.close(log, name, SetLog.BASELINE, decision, heads.after(begun), record, sums);
  }

  /** What was read until now is there for the next attempt. */
  private static void keep(Recorder recorder, Exception why) {
    try {
      var unused = recorder.seal();
    } catch (LogException e) {
      why.addSuppressed(e);
    } catch (InterruptedException e) {
      why.addSuppressed(e);
      Thread.currentThread().interrupt();
    }
  }
}
