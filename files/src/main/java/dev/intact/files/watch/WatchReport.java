package dev.intact.files.watch;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import java.util.List;

/**
 * What is known of a set after something has happened.
 *
 * @param check everything that is not as in force at the moment; coverage is that of the last look
 *     at the whole set
 * @param amiss what is amiss with watching itself: while there is anything, less is seen than
 *     should be
 * @param complete whether the whole set was looked at just now: only then does the absence of a
 *     finding say anything
 * @param fresh findings that were not told before, with those of {@code amiss}
 * @param more how many there are besides these; a complete report follows then
 * @param again how many paths are as in force again
 */
public record WatchReport(
    CheckReport check,
    List<Finding> amiss,
    boolean complete,
    List<Finding> fresh,
    long more,
    long again) {

  /** Copies. */
  public WatchReport {
    amiss = List.copyOf(amiss);
    fresh = List.copyOf(fresh);
  }
}
