package dev.intact.cli;

import dev.intact.finding.Verdict;
import dev.intact.json.JsonObject;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checkpoints that somebody kept and wants an export to continue. Their signatures are judged where
 * the export is verified; here only their sizes are asked for.
 */
final class KeptCheckpoints {

  private KeptCheckpoints() {}

  /**
   * The sizes of checkpoints of a trail.
   *
   * @param files the notes
   * @param trail its description
   * @throws CommandFailure if the trail is smaller than one of them: that is a roll-back, or the
   *     checkpoint is not genuine
   */
  static List<Long> sizes(List<Path> files, JsonObject trail) throws IOException {
    String origin = trail.string("origin").orElse("");
    long size = trail.integer("size").orElse(0L);
    List<Long> sizes = new ArrayList<>();
    for (Path file : files) {
      Checkpoint kept = read(file);
      if (!kept.origin().equals(origin)) {
        throw new IllegalArgumentException(
            file + " is a checkpoint of " + kept.origin() + ", the trail is " + origin);
      }
      if (kept.size() > size) {
        throw new CommandFailure(
            Verdict.ROLLED_BACK.exitCode(),
            Verdict.ROLLED_BACK
                + ": the trail has "
                + size
                + " records, the checkpoint in "
                + file
                + " has "
                + kept.size()
                + " (unless it is not genuine: its signature was not verified here)");
      }
      sizes.add(kept.size());
    }
    return sizes;
  }

  private static Checkpoint read(Path file) throws IOException {
    try {
      return SignedCheckpoint.parse(Files.readAllBytes(file)).checkpoint();
    } catch (NoteException e) {
      throw new IllegalArgumentException(file + " is no checkpoint: " + e.getMessage(), e);
    }
  }
}
