package dev.intact.files.notice;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explanation;
import dev.intact.files.explain.Grade;
import dev.intact.files.explain.PathReader;
import dev.intact.files.linux.FileStat.FileTime;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.files.scan.PathOrder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Explains changes by what was said of them before. When a change was made is told by its change
 * time, which programs cannot set, or that of the directory from which something went. Of one
 * check; not thread-safe.
 */
public final class NoticeExplainer {

  /** The kernel's clock for files lags behind the one that we read. */
  private static final Duration COARSE = Duration.ofSeconds(1);

  private static final int SET_ID = 0_6000;
  private static final int EXECUTE = 0_111;

  private final TreeMap<Long, Notice> notices;
  private final Map<Long, Map<ByteString, String>> used = new HashMap<>();
  private final List<Use> fresh = new ArrayList<>();
  private final Instant now;

  /**
   * An explainer.
   *
   * @param notices by the index of their records
   * @param uses what they have explained before
   * @param now when the check began
   */
  public NoticeExplainer(Map<Long, Notice> notices, List<Use> uses, Instant now) {
    this.notices = new TreeMap<>(notices);
    this.now = now;
    for (Use use : uses) {
      used.computeIfAbsent(use.notice(), n -> new HashMap<>()).put(use.path(), use.state());
    }
  }

  /**
   * Explains what it can; strongest first.
   *
   * @param candidates changes
   * @return by path
   * @throws IOException if files cannot be asked for their times here
   */
  public Map<ByteString, Explanation> explain(List<Candidate> candidates) throws IOException {
    Map<ByteString, Explanation> found = new HashMap<>();
    if (notices.isEmpty()) {
      return found;
    }
    try (PathReader reader = PathReader.open()) {
      for (Candidate candidate : candidates) {
        explain(candidate, reader).ifPresent(e -> found.put(candidate.path(), e));
      }
    }
    return found;
  }

  /**
   * What this check has explained for the first time, to be recorded.
   *
   * @return uses of announcements
   */
  public List<Use> fresh() {
    return List.copyOf(fresh);
  }

  /**
   * What ended without having come.
   *
   * @param since only what ended from then on
   * @return one sentence each
   */
  public List<String> unused(Instant since) {
    List<String> unused = new ArrayList<>();
    notices.forEach((index, notice) -> {
      if (notice.kind() == Notice.Kind.ANNOUNCEMENT
          && notice.until().isBefore(now)
          && !notice.until().isBefore(since)
          && !used.containsKey(index)) {
        unused.add(
            notice.text(index) + ": ended " + notice.until() + ", and nothing of it has come");
      }
    });
    return unused;
  }

  /**
   * How often an announcement explained something.
   *
   * @param index of its record
   * @return number of paths
   */
  public int uses(long index) {
    return used.getOrDefault(index, Map.of()).size();
  }

  private Optional<Explanation> explain(Candidate change, PathReader reader) throws IOException {
    String state = Use.digest(change.after());
    for (Grade grade : List.of(Grade.ANNOUNCED_CONTENT, Grade.ANNOUNCED, Grade.WINDOW)) {
      for (Map.Entry<Long, Notice> entry : notices.entrySet()) {
        Notice notice = entry.getValue();
        if (grade(notice) == grade
            && notice.covers(change.path())
            && isAllowed(notice, change)
            && isMeant(entry.getKey(), notice, change, state, reader)) {
          return Optional.of(new Explanation(grade, notice.text(entry.getKey())));
        }
      }
    }
    return Optional.empty();
  }

  private static Grade grade(Notice notice) {
    return notice.kind() == Notice.Kind.WINDOW
        ? Grade.WINDOW
        : notice.sha256().isEmpty() ? Grade.ANNOUNCED : Grade.ANNOUNCED_CONTENT;
  }

  private boolean isMeant(
      long index, Notice notice, Candidate change, String state, PathReader reader)
      throws IOException {
    if (notice.kind() == Notice.Kind.ANNOUNCEMENT) {
      Optional<String> before =
          Optional.ofNullable(used.getOrDefault(index, Map.of()).get(change.path()));
      if (before.isPresent()) {
        return before.get().equals(state); // once, and this is that once
      }
    }
    if (!isInTime(notice, change, reader)) {
      return false;
    }
    if (notice.kind() == Notice.Kind.ANNOUNCEMENT) {
      used.computeIfAbsent(index, n -> new HashMap<>()).put(change.path(), state);
      fresh.add(new Use(index, change.path(), state));
    }
    return true;
  }

  private boolean isAllowed(Notice notice, Candidate change) {
    Optional<FileState> after = change.after();
    if (!notice.sha256().isEmpty()) {
      return after.isPresent()
          && after.get().value(Field.HASH).map(notice.sha256()::contains).orElse(false)
          && (notice.executables() || !gainsPower(change, false));
    }
    return notice.executables() || !gainsPower(change, notice.kind() == Notice.Kind.WINDOW);
  }

  /** Set-id bits and capabilities that were not there; if asked, new executables too. */
  private static boolean gainsPower(Candidate change, boolean executables) {
    if (change.after().isEmpty()) {
      return false;
    }
    FileState now = change.after().get();
    int mode = mode(now);
    int was =
        change.before().filter(b -> b.kind() == now.kind()).map(NoticeExplainer::mode).orElse(0);
    boolean setId = now.kind() == Kind.REGULAR && (mode & SET_ID & ~was) != 0;
    String capability = now.xattrs().getOrDefault("security.capability", "");
    String before =
        change.before().map(b -> b.xattrs().getOrDefault("security.capability", "")).orElse("");
    boolean capable = !capability.isEmpty() && !capability.equals(before);
    boolean executable =
        executables && now.kind() == Kind.REGULAR && (mode & EXECUTE) != 0 && (was & EXECUTE) == 0;
    return setId || capable || executable;
  }

  private static int mode(FileState state) {
    return state.value(Field.MODE).map(m -> Integer.parseInt(m, 8)).orElse(0);
  }

  private boolean isInTime(Notice notice, Candidate change, PathReader reader) throws IOException {
    Instant made =
        change.after().isPresent()
            ? change.after().get().value(Field.CTIME).map(Instant::parse).orElse(now)
            : gone(change.path(), reader);
    return !made.isBefore(notice.from().minus(COARSE)) && !made.isAfter(notice.until());
  }

  /** No later than its directory was changed last; or that one's, if it went too. */
  private Instant gone(ByteString path, PathReader reader) {
    ByteString at = path;
    while (at.length() > 1) {
      at = PathOrder.parent(at);
      try {
        FileTime time = reader.stat(at).ctime();
        return Instant.ofEpochSecond(time.seconds(), time.nanos());
      } catch (IOException e) {
        // not there: look above it
      }
    }
    return now;
  }
}
