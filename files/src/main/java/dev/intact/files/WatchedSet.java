package dev.intact.files;

import dev.intact.files.LiveSet.Found;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.notice.Use;
import dev.intact.files.scan.ByteString;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A set as watching sees it, beside what {@link FileSet} offers to all. Thread-safe. */
public final class WatchedSet {

  private static final int MAX_RECORDED_BYTES = 32 << 10;
  private static final int MAX_NAMED = 200;

  private final String name;
  private final SetLog log;
  private final SetGuard guard;
  private final FilesSettings settings;

  WatchedSet(String name, SetLog log, SetGuard guard, FilesSettings settings) {
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
   * The time of acts.
   *
   * @return the clock
   */
  public InstantSource clock() {
    return settings.clock();
  }

  /**
   * Another number whenever what is in force has changed.
   *
   * @return a number to compare
   */
  public long changes() {
    return guard.changes();
  }

  /**
   * What is in force, held ready. Reads all of it once.
   *
   * @return for one thread at a time
   * @throws FilesException if there is no baseline, or it cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public LiveSet live() throws FilesException, InterruptedException {
    try {
      return LiveSet.open(log, settings, guard);
    } catch (LogException | IOException e) {
      throw FilesException.of(e);
    }
  }

  /**
   * Has somebody told of each check, of whomever, that came to a result.
   *
   * @param watcher is told on the checking thread
   */
  public void watchChecks(Consumer<FilesReport> watcher) {
    guard.watch(watcher);
  }

  /**
   * Ends that.
   *
   * @param watcher as given
   */
  public void unwatchChecks(Consumer<FilesReport> watcher) {
    guard.unwatch(watcher);
  }

  /**
   * Says that a file of ours is about to be in the set: no check, baseline or acceptance takes
   * notice of it as long as it holds what is said.
   *
   * @param path a name that nobody can guess
   * @param sha256 of its content, hexadecimal
   */
  public void canary(ByteString path, String sha256) {
    guard.canary(path, sha256);
  }

  /**
   * Says that it is none any more.
   *
   * @param path as given
   */
  public void noCanary(ByteString path) {
    guard.noCanary(path);
  }

  /**
   * Says that announcements are used up by changes that are complete: they explain no other change
   * of these paths from now on. Recorded with the next {@link #record}.
   *
   * @param uses of announcements
   */
  public void used(List<Use> uses) {
    guard.uses().addAll(uses);
  }

  /**
   * An act of ours that moves a directory's times. Whoever looks at the directory for a check waits
   * for its end. For one thread.
   */
  public final class OwnAct implements AutoCloseable {
    private final ByteString directory;

    private OwnAct(ByteString directory) {
      this.directory = directory;
    }

    /**
     * Says what it did, if nobody else had a hand in it: these states count as the same from now
     * on.
     *
     * @param before the directory's state
     * @param during when the file was there
     * @param after when it was not any more
     * @return whether they are different in times alone; else nothing counts
     */
    public boolean moved(ByteString before, ByteString during, ByteString after) {
      return guard.own().moved(directory, before, during, after);
    }

    /** Ends it. */
    @Override
    public void close() {
      guard.own().acting().unlock();
    }
  }

  /**
   * Begins to make a file of ours and to remove it again.
   *
   * @param directory where
   * @return to be closed by the same thread
   */
  public OwnAct act(ByteString directory) {
    guard.own().begins(directory);
    guard.own().acting().lock();
    return new OwnAct(directory);
  }

  /**
   * How far the re-reading of all files has come.
   *
   * @param part the part that is being read
   * @param after the last of its paths that was read, if one was
   * @param began when the first of these was read
   * @param of so many parts
   * @param since when the part was read last that was read the longest time ago
   * @param round when the first part was read last, if this one is another
   */
  public record Deep(
      int part, Optional<ByteString> after, Instant began, int of, Instant since, Instant round) {

    JsonObject toJson() {
      JsonObject.Builder json =
          JsonObject.builder()
              .put("part", part)
              .put("began", began.toString())
              .put("of", of)
              .put("since", since.toString())
              .put("round", round.toString());
      after.ifPresent(path -> json.put("after", path.display()));
      return json.build();
    }

    static Deep parse(JsonObject json) throws IOException {
      return new Deep(
          (int) Members.integer(json, "part"),
          json.string("after").map(ByteString::parse),
          Instant.parse(Members.string(json, "began")),
          (int) Members.integer(json, "of"),
          Instant.parse(Members.string(json, "since")),
          Instant.parse(Members.string(json, "round")));
    }
  }

  /**
   * What is recorded of watching.
   *
   * @param by who watches
   * @param baseline the place of the baseline that it was compared with
   * @param found what is not as in force, or is so in another way than before; ascending
   * @param again what is as in force again
   * @param conditions what is amiss with watching itself
   * @param deep how far the re-reading has come
   */
  public record Watching(
      String by,
      long baseline,
      List<Found> found,
      List<ByteString> again,
      List<Finding> conditions,
      Optional<Deep> deep) {}

  /**
   * Records what was found between checks; durable when this returns. Waits for an act that is
   * going on.
   *
   * @param act what was found
   * @throws FilesException if it cannot be recorded
   * @throws InterruptedException if the thread was interrupted
   */
  public void record(Watching act) throws FilesException, InterruptedException {
    guard.lock().lockInterruptibly();
    try {
      ProvenEntries proven = log.proven();
      List<Use> waiting = List.copyOf(guard.uses());
      Heads before = log.heads(proven);
      List<Use> fresh =
          waiting.isEmpty() ? waiting : Notices.read(log, proven, before).unknown(waiting);
      Heads heads = Notices.record(log, name, act.by(), fresh, before);
      waiting.forEach(guard.uses()::remove);
      RunAppender run = log.appender(act.by());
      Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
      for (Found one : act.found()) {
        run.add(one.entry());
        if (one.finding().explanation().isEmpty()) {
          counts.merge(one.finding().verdict(), 1L, Long::sum);
        }
      }
      act.conditions().forEach(c -> counts.merge(c.verdict(), 1L, Long::sum));
      JsonObject.Builder violations = JsonObject.builder();
      counts.forEach((verdict, count) -> violations.put(verdict.name(), count));
      List<Finding> findings =
          Stream.concat(act.conditions().stream(), act.found().stream().map(Found::finding))
              .limit(Judge.MAX_HELD)
              .toList();
      JsonObject.Builder record =
          JsonObject.builder()
              .put("set", name)
              .put("baseline", act.baseline())
              .put("violations", violations.build())
              .put("again", act.again().size())
              .put(
                  "again_paths",
                  JsonArray.ofStrings(
                      act.again().stream().limit(MAX_NAMED).map(ByteString::display).toList()))
              .put("findings", FindingsJson.write(findings, MAX_RECORDED_BYTES))
              .put("states", run.finish().toJson());
      guard.own().write(record);
      act.deep().ifPresent(d -> record.put("deep", d.toJson()));
      log.append(SetLog.WATCH, act.by(), heads, record);
    } catch (LogException | IOException e) {
      throw FilesException.of(e);
    } finally {
      guard.lock().unlock();
    }
  }

  /**
   * How far the re-reading had come that was recorded last, if it was of this baseline.
   *
   * @param baseline the baseline's place
   * @return empty if none was recorded
   * @throws FilesException if the log cannot be read as it was committed to
   * @throws InterruptedException if the thread was interrupted
   */
  public Optional<Deep> deep(long baseline) throws FilesException, InterruptedException {
    try {
      ProvenEntries proven = log.proven();
      Optional<Long> last = log.heads(proven).watch();
      if (last.isEmpty() || last.get() < baseline) {
        return Optional.empty();
      }
      JsonObject watch = log.act(proven, last.get()).record();
      Optional<JsonObject> deep = watch.object("deep");
      return deep.isPresent() && Members.integer(watch, "baseline") == baseline
          ? Optional.of(Deep.parse(deep.get()))
          : Optional.empty();
    } catch (LogException | IOException | DateTimeException | IllegalArgumentException e) {
      throw FilesException.of(e);
    }
  }
}
