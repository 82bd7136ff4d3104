package dev.intact.files;

import dev.intact.files.SetLog.Heads;
import dev.intact.files.explain.Grade;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes rotated logs into force without anybody's decision: nothing of what they held is lost, and
 * only so do the new files have something that must stay.
 */
final class Rotations {

  private static final String REASON = "log rotation: what was held before was found whole";

  private Rotations() {}

  /** Records those that were explained so; nothing if there are none. */
  static void accept(
      SetLog log, String set, List<Judge.Judged> judged, String by, Instant started, Heads heads)
      throws LogException, InterruptedException {
    List<RunEntry> rotated = new ArrayList<>();
    for (Judge.Judged one : judged) {
      if (one.grade().filter(g -> g == Grade.ROTATED).isPresent()) {
        rotated.add(new RunEntry(one.entry().path(), 0, one.entry().state()));
        one.from().ifPresent(from -> rotated.add(new RunEntry(from, 0, Optional.empty())));
      }
    }
    if (rotated.isEmpty()) {
      return;
    }
    rotated.sort((a, b) -> PathOrder.WALK.compare(a.path(), b.path()));
    RunAppender run = log.appender(by);
    for (RunEntry entry : rotated) {
      run.add(entry);
    }
    List<String> named =
        rotated.stream().limit(Recorder.MAX_NAMED).map(e -> e.path().display()).toList();
    JsonObject.Builder record =
        JsonObject.builder()
            .put("set", set)
            .put("all", false)
            .put("automatic", true)
            .put("paths", JsonArray.ofStrings(named))
            .put("states", run.finish().toJson())
            .put("entries", run.entries())
            .put("not_established", 0)
            .put("findings", FindingsJson.write(List.of()))
            .put("reason", REASON)
            .put("started_at", started.toString());
    log.append(SetLog.ACCEPT, by, heads, record);
  }
}
