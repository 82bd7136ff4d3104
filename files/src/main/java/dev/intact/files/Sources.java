package dev.intact.files;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explained;
import dev.intact.files.explain.Explainer;
import dev.intact.files.explain.Explanation;
import dev.intact.files.notice.NoticeExplainer;
import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks all sources of explanations, one after the other, about what is still unexplained. */
final class Sources implements Judge.Explaining {

  private static final int MAX_NOTES = 100;
  private static final int MAX_NOTE_CHARACTERS = 500;

  private final List<Explainer> explainers;
  private final Baseline baseline;
  private final NoticeExplainer notices;
  private final List<String> notes = new ArrayList<>();

  Sources(List<Explainer> explainers, Baseline baseline, NoticeExplainer notices) {
    this.explainers = explainers;
    this.baseline = baseline;
    this.notices = notices;
  }

  @Override
  public Map<ByteString, Explanation> explain(List<Candidate> candidates)
      throws IOException, InterruptedException {
    Map<ByteString, Explanation> found = new HashMap<>();
    for (Explainer explainer : explainers) {
      List<Candidate> open = candidates.stream().filter(c -> !found.containsKey(c.path())).toList();
      if (!open.isEmpty()) {
        found.putAll(ask(explainer, open));
      }
    }
    found.putAll(
        notices.explain(candidates.stream().filter(c -> !found.containsKey(c.path())).toList()));
    return found;
  }

  private Map<ByteString, Explanation> ask(Explainer explainer, List<Candidate> open)
      throws IOException, InterruptedException {
    try {
      Explained explained = explainer.explain(open, baseline.memory(explainer.name()));
      explained.notes().forEach(n -> note(explainer.name() + ": " + n));
      return explained.explanations();
    } catch (RunException e) {
      throw e; // the log itself does not hold
    } catch (IOException e) {
      note(explainer.name() + ": nothing is explained by it: " + e.getMessage());
      return Map.of();
    }
  }

  void note(String text) {
    if (notes.size() < MAX_NOTES) {
      notes.add(text.substring(0, Math.min(text.length(), MAX_NOTE_CHARACTERS)));
    }
  }

  /** What the report should say besides. */
  List<String> notes() {
    return notes;
  }
}
