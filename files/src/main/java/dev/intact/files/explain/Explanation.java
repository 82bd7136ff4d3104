package dev.intact.files.explain;

/**
 * What accounts for a change.
 *
 * @param grade how strong the evidence is
 * @param what one sentence for people
 */
public record Explanation(Grade grade, String what) {

  /**
   * As it stands in a finding.
   *
   * @return grade and sentence
   */
  public String text() {
    return grade + ": " + what;
  }
}
