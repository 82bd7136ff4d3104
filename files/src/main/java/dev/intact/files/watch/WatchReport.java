package dev.intact.files.watch;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import java.util.List;

/**
 * What is known of a set after something has happened.
 *
 * @param check everything that is not as in force at the moment, with what is amiss with watching;
 *     coverage is that of the last look at the whole set
 * @param complete whether the whole set was looked at just now: only then does the absence of a
 *     finding say anything
 * @param fresh the findings that were not told before, at most some thousands
 * @param again how many paths are as in force again
 */
public record WatchReport(CheckReport check, boolean complete, List<Finding> fresh, long again) {

  /** Copies. */
  public WatchReport {
    fresh = List.copyOf(fresh);
  }
}
