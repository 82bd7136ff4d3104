package dev.intact.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.verify.OfflineVerifier;
import dev.intact.verify.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports and proofs that were changed on their way to the offline verifier. */
final class TakenAwayAttackTest {

  private static final String MALFORMED = "malformed";

  @TempDir static Path shared;
  private static Prepared prepared;

  @BeforeAll
  static void prepare() throws Exception {
    prepared = Prepared.in(shared);
  }

  private static String verdict(byte[] file) {
    try {
      Outcome outcome =
          new OfflineVerifier(prepared.keys(), Optional.empty(), Optional.empty())
              .verify(new ByteArrayInputStream(file));
      return outcome.verdict().name();
    } catch (IOException e) {
      return MALFORMED;
    }
  }

  private static List<String> lines(byte[] export) {
    return new ArrayList<>(
        Arrays.asList(new String(export, StandardCharsets.UTF_8).split("\n", -1)));
  }

  private static byte[] bytes(List<String> lines) {
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaced(byte[] file, String pattern, String by) {
    byte[] changed =
        new String(file, StandardCharsets.UTF_8)
            .replaceFirst(pattern, by)
            .getBytes(StandardCharsets.UTF_8);
    assertThat(changed).isNotEqualTo(file);
    return changed;
  }

  private static byte[] without(byte[] export, int line) {
    List<String> all = lines(export);
    all.remove(line);
    return bytes(all);
  }

  @Test
  void whatWasNotChangedIsOk() {
    assertThat(verdict(prepared.export())).isEqualTo("OK");
    assertThat(verdict(prepared.range())).isEqualTo("OK");
    assertThat(verdict(prepared.proof())).isEqualTo("OK");
    assertThat(verdict(prepared.kept())).isEqualTo("OK");
  }

  @Test
  void anExportWithAnyLineTakenOutEditedOrMovedIsNotOk() {
    List<String> all = lines(prepared.export());
    for (int line : new int[] {2, 3, 300, all.size() - 2}) {
      assertThat(verdict(without(prepared.export(), line))).isIn(MALFORMED, "CONTENT_TAMPERED");
      List<String> edited = new ArrayList<>(all);
      edited.set(line, all.get(line).replace("100", "900"));
      assertThat(verdict(bytes(edited))).isEqualTo("CONTENT_TAMPERED");
      List<String> twice = new ArrayList<>(all);
      twice.add(line, all.get(line));
      assertThat(verdict(bytes(twice))).isIn(MALFORMED, "CONTENT_TAMPERED");
      List<String> other = new ArrayList<>(all);
      other.set(line, lines(prepared.otherExport()).get(5));
      assertThat(verdict(bytes(other))).isEqualTo("CONTENT_TAMPERED");
    }
    List<String> swapped = new ArrayList<>(all);
    swapped.set(2, all.get(3));
    swapped.set(3, all.get(2));
    assertThat(verdict(bytes(swapped))).isIn("CONTENT_TAMPERED", "REORDERED");
  }

  @Test
  void anExportWhoseHeaderWasChangedIsNotOk() {
    byte[] range = prepared.range();
    List<String> changes =
        List.of(
            "\"begin\":\\d+", "\"begin\":298",
            "\"end\":\\d+", "\"end\":600",
            "\"selected_begin\":\\d+", "\"selected_begin\":350",
            "\"selected_end\":\\d+", "\"selected_end\":500",
            "\"size\":700", "\"size\":701",
            "\"origin\":\"[^\"]*\"", "\"origin\":\"example.com/attacked/other\"",
            "\"start_date\":\"20", "\"start_date\":\"21",
            "\"end_date\":\"20", "\"end_date\":\"19",
            "\"left\":\\[\"[0-9a-f]{4}", "\"left\":[\"0000",
            "\"left\":\\[\"[0-9a-f]{64}\",", "\"left\":[",
            "\"start_date\":\"[^\"]*\",", "",
            "\"end_date\":\"[^\"]*\",", "");
    for (int i = 0; i < changes.size(); i += 2) {
      String verdict = verdict(replaced(range, changes.get(i), changes.get(i + 1)));
      assertThat(verdict).as(changes.get(i)).isIn(MALFORMED, "CONTENT_TAMPERED", "MISSING");
    }
  }

  @Test
  void anExportWithoutItsNeighboursCutShortOrJoinedIsNotOk() {
    byte[] range = prepared.range();
    assertThat(verdict(without(range, 2))).isNotEqualTo("OK");
    assertThat(verdict(without(range, lines(range).size() - 2))).isNotEqualTo("OK");
    for (int cut : new int[] {1, 10, range.length / 2, range.length - 20}) {
      assertThat(verdict(Arrays.copyOf(range, range.length - cut)))
          .isIn(MALFORMED, "CONTENT_TAMPERED");
    }
    List<String> joined = lines(range);
    joined.removeLast();
    joined.addAll(lines(prepared.otherExport()));
    assertThat(verdict(bytes(joined))).isIn(MALFORMED, "CONTENT_TAMPERED");
  }

  @Test
  void anExportUnderAnotherLogsCheckpointIsNotOk() {
    String mine = lines(prepared.export()).get(1);
    String others = lines(prepared.otherExport()).get(1);
    String checkpoint = others.replaceAll(".*(\"checkpoint\":\"[^\"]*\").*", "$1");
    List<String> all = lines(prepared.export());
    all.set(
        1,
        mine.replaceAll(
            "\"checkpoint\":\"[^\"]*\"", java.util.regex.Matcher.quoteReplacement(checkpoint)));
    assertThat(verdict(bytes(all))).isEqualTo("UNVERIFIABLE");
  }

  @Test
  void aProofOfAnotherIndexOrLeafOrCutShortIsNotOk() {
    byte[] proof = prepared.proof();
    assertThat(verdict(replaced(proof, "index 5", "index 6"))).isEqualTo("CONTENT_TAMPERED");
    assertThat(verdict(replaced(proof, "index 5", "index 5000"))).isNotEqualTo("OK");
    assertThat(verdict(replaced(proof, "extra [A-Za-z0-9+/]{8}", "extra AAAAAAAA")))
        .isEqualTo("CONTENT_TAMPERED");
    assertThat(verdict(replaced(proof, "extra .*\n", ""))).isEqualTo("UNVERIFIABLE");
    assertThat(verdict(replaced(proof, "index 5\n.*\n", "index 5\n"))).isNotEqualTo("OK");
    for (int cut : new int[] {1, 40, 3000, proof.length - 30}) {
      assertThat(verdict(Arrays.copyOf(proof, proof.length - cut))).isNotEqualTo("OK");
    }
  }
}
