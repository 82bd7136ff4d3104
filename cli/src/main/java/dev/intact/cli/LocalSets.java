package dev.intact.cli;

import dev.intact.files.Decision;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesReport;
import dev.intact.files.HistoryEntry;
import dev.intact.files.ListFormat;
import dev.intact.files.NoticeReport;
import dev.intact.files.notice.Notice;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.RateLimit;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.monitor.config.FileSetSpec;
import dev.intact.server.DeclaredRules;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The sets of a data directory that this process has to itself. */
final class LocalSets implements Sets {

  private final LogStore store;
  private final FileSets sets;
  private final InstantSource clock;
  private final String actor;

  /**
   * Sets of a store.
   *
   * @param store is closed with this
   * @param sets on the store
   * @param clock the time that days are counted back from
   * @param actor who, as the log names him
   */
  LocalSets(LogStore store, FileSets sets, InstantSource clock, String actor) {
    this.store = store;
    this.sets = sets;
    this.clock = clock;
    this.actor = actor;
  }

  @Override
  public List<JsonObject> list() throws Exception {
    List<JsonObject> all = new ArrayList<>();
    for (String name : sets.names()) {
      all.add(sets.describe(name));
    }
    return all;
  }

  private FileSet set(String name, Pace pace) throws Exception {
    return gently(sets.set(name), pace);
  }

  private static FileSet gently(FileSet set, Pace pace) {
    return set.limited(new RateLimit(pace.bytesPerSecond())).idle(pace.idle());
  }

  @Override
  public JsonObject baseline(
      String set, ScanRules rules, String reason, boolean fresh, Pace pace, Progress progress)
      throws Exception {
    return gently(sets.openOrCreate(set), pace)
        .baseline(rules, new Decision(actor, reason), fresh, progress::add)
        .toJson();
  }

  @Override
  public JsonObject check(
      String set, boolean quick, Pace pace, Optional<FileSetSpec> declared, Progress progress)
      throws Exception {
    FileSet of = set(set, pace);
    progress.total(of.expectedEntries());
    FilesReport found = of.check(quick, actor, progress::add);
    FilesReport report =
        declared.isEmpty()
            ? found
            : found.with(DeclaredRules.held(found.check(), of.rules(), declared.get()));
    return report.toJson();
  }

  @Override
  public JsonObject accept(
      String set, List<ByteString> paths, String reason, Pace pace, Progress progress)
      throws Exception {
    return set(set, pace).accept(paths, new Decision(actor, reason), progress::add).toJson();
  }

  @Override
  public List<JsonObject> history(String set, ByteString path) throws Exception {
    return sets.set(set).history(path).stream().map(HistoryEntry::toJson).toList();
  }

  @Override
  public JsonObject lastEqual(String set, ByteString path, String sha256) throws Exception {
    return sets.set(set).lastEqual(path, sha256).toJson();
  }

  @Override
  public JsonObject report(String set, int days) throws Exception {
    return sets.set(set).summary(clock.instant().minus(Duration.ofDays(days))).toJson();
  }

  @Override
  public long announce(String set, JsonObject notice) throws Exception {
    Notice.Kind kind =
        Notice.Kind.valueOf(notice.string("kind").orElse("").toUpperCase(Locale.ROOT));
    JsonObject.Builder with = notice.toBuilder().put("by", actor);
    if (notice.get("from").isEmpty()) {
      with.put("from", clock.instant().toString());
    }
    return sets.set(set).announce(Notice.parse(kind, with.build()));
  }

  @Override
  public List<JsonObject> notices(String set) throws Exception {
    return sets.set(set).notices().stream().map(NoticeReport::toJson).toList();
  }

  @Override
  public JsonObject diff(String set, ByteString path) throws Exception {
    return sets.set(set).diff(path).toJson();
  }

  @Override
  public JsonObject compare(
      String set, ListFormat format, InputStream list, ByteString root, Progress progress)
      throws Exception {
    return sets.openOrCreate(set).compare(format, list, root, actor, progress::add).toJson();
  }

  @Override
  public Map<String, Long> export(String set, ListFormat format, OutputStream out)
      throws Exception {
    return sets.set(set).export(format, out).leftOut();
  }

  @Override
  public void close() {
    store.close();
  }
}
