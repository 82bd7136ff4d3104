package dev.intact.files;

import dev.intact.files.explain.PathReader;
import dev.intact.files.scan.ByteString;
import dev.intact.files.text.ConfigText;
import dev.intact.files.text.UnifiedDiff;
import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.LogException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what is different in the text of changed configuration files. */
final class Differences {

  static final String DIFF = "diff";

  private static final int MAX_DIFFS = 100;
  private static final int MAX_CHARACTERS = 8 << 10;
  private static final String SECRET_ONLY = "only what is redacted is different\n";

  private final Baseline baseline;

  Differences(Baseline baseline) {
    this.baseline = baseline;
  }

  /** Adds the difference to those findings for which there is one. */
  List<Judge.Judged> add(List<Judge.Judged> judged) throws LogException, IOException {
    if (!baseline.keepsTexts()) {
      return judged;
    }
    List<Judge.Judged> with = new ArrayList<>();
    int left = MAX_DIFFS;
    try (PathReader reader = PathReader.open()) {
      for (Judge.Judged one : judged) {
        Optional<Finding> tampered =
            one.finding().filter(f -> f.verdict() == Verdict.CONTENT_TAMPERED);
        Optional<String> diff =
            left > 0 && tampered.isPresent()
                ? of(
                    reader,
                    one.entry().path(),
                    tampered.get().expected().orElse(""),
                    tampered.get().actual().orElse(""))
                : Optional.empty();
        left -= diff.isPresent() ? 1 : 0;
        Optional<Finding> finding =
            one.finding().map(f -> diff.map(d -> f.with(new Evidence(DIFF, "text", d))).orElse(f));
        with.add(new Judge.Judged(finding, one.entry(), one.grade(), one.from()));
      }
    }
    return with;
  }

  /** The difference of two contents of a path, if the one was kept and the other is there. */
  Optional<String> of(PathReader reader, ByteString path, String before, String after)
      throws LogException, IOException {
    if (before.length() != 64 || after.length() != 64) {
      return Optional.empty();
    }
    Optional<List<String>> was = baseline.text(path, before);
    if (was.isEmpty()) {
      return Optional.empty();
    }
    Optional<List<String>> is = now(reader, path, after);
    return is.map(lines -> UnifiedDiff.of(was.get(), lines, MAX_CHARACTERS))
        .map(diff -> diff.isEmpty() ? SECRET_ONLY : diff);
  }

  private static Optional<List<String>> now(PathReader reader, ByteString path, String sha256) {
    try {
      return ConfigText.read(reader, path, sha256);
    } catch (IOException e) {
      return Optional.empty(); // went meanwhile: there is nothing to show
    }
  }
}
