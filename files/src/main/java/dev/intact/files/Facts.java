package dev.intact.files;

import dev.intact.files.explain.Explainer;
import dev.intact.files.explain.Memory;
import dev.intact.files.scan.ByteString;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What sources of explanations remember with a baseline, and where it stands in the log. */
final class Facts {

  private static final String MEMBER = "facts";

  private Facts() {}

  /** Asks all and records what they say; the result belongs into the act. */
  static void remember(
      List<Explainer> explainers,
      List<ByteString> roots,
      SetLog log,
      String actor,
      JsonObject.Builder act)
      throws IOException, LogException, InterruptedException {
    JsonObject.Builder facts = JsonObject.builder();
    for (Explainer explainer : explainers) {
      RunRef run =
          FactsWriter.write(
              log.pieces(actor), explainer.name(), out -> explainer.remember(roots, out));
      if (run.records() > 0) {
        facts.put(explainer.name(), run.toJson());
      }
    }
    act.put(MEMBER, facts.build());
  }

  /** Whether an act holds facts. */
  static boolean isIn(JsonObject act) {
    return act.object(MEMBER).isPresent();
  }

  /** What a source remembered in an act. */
  static Memory memory(ProvenEntries proven, JsonObject act, String source) {
    return () -> {
      Optional<JsonObject> ref = act.object(MEMBER).flatMap(f -> f.object(source));
      if (ref.isEmpty()) {
        return Optional.empty();
      }
      PieceReader pieces =
          new PieceReader(
              proven, RunRef.of(ref.get()), FactsWriter.TYPE, FactsWriter.FORMAT, MEMBER);
      return Optional.of(
          new BufferedInputStream(new GZIPInputStream(pieces.stream(), 8192), 64 << 10));
    };
  }
}
