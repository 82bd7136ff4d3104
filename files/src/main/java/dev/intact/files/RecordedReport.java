package dev.intact.files;

import dev.intact.finding.Finding;
import dev.intact.json.JsonObject;
import java.util.List;

/**
 * What a baseline or an acceptance recorded.
 *
 * @param set its name
 * @param index the index of the record that puts it in force
 * @param entries how many states it holds
 * @param bytes content that was hashed
 * @param carried files whose state an interrupted baseline had established
 * @param excluded entries that a rule leaves out
 * @param problems what could not be established, and so is not covered
 * @param paths what was accepted, for people; empty for a baseline
 */
public record RecordedReport(
    String set,
    long index,
    long entries,
    long bytes,
    long carried,
    long excluded,
    List<Finding> problems,
    List<String> paths) {

  /** Copies. */
  public RecordedReport {
    problems = List.copyOf(problems);
    paths = List.copyOf(paths);
  }

  /**
   * The report as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("set", set)
        .put("index", index)
        .put("entries", entries)
        .put("bytes_hashed", bytes)
        .put("carried", carried)
        .put("excluded", excluded)
        .put("problems", FindingsJson.write(problems))
        .put("paths", dev.intact.json.JsonArray.ofStrings(paths))
        .build();
  }
}
