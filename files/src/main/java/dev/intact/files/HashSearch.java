package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.json.JsonBoolean;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.util.Optional;

/**
 * Follows the content of one path through the acts. A check that does not name the path has found
 * it as it was in force, if it covered it. Not thread-safe.
 */
final class HashSearch {

  private final ProvenEntries proven;
  private final ByteString path;
  private final String sha256;
  private Optional<FileState> inForce = Optional.empty();
  private Optional<HistoryEntry> equal = Optional.empty();
  private Optional<HistoryEntry> then = Optional.empty();

  HashSearch(ProvenEntries proven, ByteString path, String sha256) {
    this.proven = proven;
    this.path = path;
    this.sha256 = sha256;
  }

  LastEqual result() {
    return new LastEqual(equal, then);
  }

  /** What the run of an act says. */
  private record Said(Optional<RunEntry> entry, boolean covered) {}

  void act(Act act) throws IOException {
    if (act.grown().isPresent()) {
      Optional<RunEntry> grown = find(act.grown().get());
      if (grown.isPresent()) {
        inForce = SetHistory.entry(act, grown.get()).state();
      }
    }
    Said said = said(act);
    boolean look = SetHistory.isLook(act);
    if (said.entry.isPresent()) {
      HistoryEntry entry = SetHistory.entry(act, said.entry.get());
      boolean known =
          !look || Tags.verdict(said.entry.get().tag()).map(v -> v.exitCode() == 1).orElse(false);
      if (!look) {
        inForce = entry.state();
      }
      if (known) {
        saw(entry);
      }
    } else if (act.type().equals(SetLog.BASELINE)) {
      inForce = Optional.empty();
      saw(SetHistory.entry(act, new RunEntry(path, 0, Optional.empty())));
    } else if (act.type().equals(SetLog.CHECK) && said.covered) {
      saw(SetHistory.asInForce(act, inForce));
    }
  }

  private void saw(HistoryEntry entry) {
    boolean same =
        entry.state().flatMap(s -> s.value(Field.HASH)).filter(sha256::equals).isPresent();
    if (same) {
      equal = Optional.of(entry);
      then = Optional.empty();
    } else if (equal.isPresent() && then.isEmpty()) {
      then = Optional.of(entry);
    }
  }

  private Optional<RunEntry> find(RunRef run) throws IOException {
    RunReader reader = new RunReader(proven, run);
    for (Optional<RunEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      if (next.get().path().equals(path)) {
        return next;
      }
    }
    return Optional.empty();
  }

  /** A check says nothing of what lies under a path that it could not look at. */
  private Said said(Act act) throws IOException {
    boolean covered = !act.record().get("truncated").equals(Optional.of(new JsonBoolean(true)));
    RunReader reader = new RunReader(proven, act.run());
    for (Optional<RunEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      RunEntry entry = next.get();
      if (entry.path().equals(path)) {
        return new Said(next, true);
      }
      boolean lost = Tags.verdict(entry.tag()).map(v -> v.exitCode() == 3).orElse(false);
      if (lost && PathOrder.isWithin(path, entry.path())) {
        covered = false;
      }
    }
    return new Said(Optional.empty(), covered);
  }
}
