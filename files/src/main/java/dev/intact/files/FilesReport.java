package dev.intact.files;

import dev.intact.files.scan.Scan;
import dev.intact.finding.CheckReport;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonNumber;
import dev.intact.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * What a check of a set found.
 *
 * @param check the findings
 * @param quick whether unchanged times were trusted
 * @param baseline the index of the baseline's record
 * @param epoch how many baselines there were, with this one
 * @param lastFull when the last check began that read everything; the baseline's time if none did
 * @param scanned sums of the scan
 * @param truncated whether there were more findings than are looked at together
 * @param notes about explanations: why there are none, what was announced and has not come
 */
public record FilesReport(
    CheckReport check,
    boolean quick,
    long baseline,
    long epoch,
    Instant lastFull,
    Scan.Summary scanned,
    boolean truncated,
    List<String> notes) {

  /** Copies. */
  public FilesReport {
    notes = List.copyOf(notes);
  }

  /**
   * The same with other findings.
   *
   * @param other the findings, and more
   * @return a new report
   */
  public FilesReport with(CheckReport other) {
    return new FilesReport(other, quick, baseline, epoch, lastFull, scanned, truncated, notes);
  }

  /**
   * The share of entries that are as committed to.
   *
   * @return 0 to 100; of all that are there, or were expected
   */
  public double score() {
    long all = check.coverage().expected();
    return all == 0 ? 100 : Math.max(0, 100.0 * (all - check.violations()) / all);
  }

  /**
   * The report as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return check.toJson().toBuilder()
        .put("mode", quick ? "quick" : "full")
        .put("score", new JsonNumber(Math.round(score() * 100) / 100.0))
        .put("baseline", baseline)
        .put("epoch", epoch)
        .put("last_full_check", lastFull.toString())
        .put("excluded", scanned.excluded())
        .put("bytes_hashed", scanned.bytes())
        .put("trusted_by_times", scanned.trusted())
        .put("truncated", truncated)
        .put("notes", JsonArray.ofStrings(notes))
        .build();
  }
}
