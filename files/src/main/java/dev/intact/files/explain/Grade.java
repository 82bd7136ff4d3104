package dev.intact.files.explain;

/** How strong the evidence of an explanation is, the strongest first. */
public enum Grade {
  /** The digest comes from an archive whose own digest stands in a signed repository index. */
  SIGNED("grade A, signed repository index"),
  /** Only the package database of this machine says so, which root can change unnoticed. */
  LOCAL("grade B, local package database"),
  /** What a log file held before is found whole in the file that it was rotated to. */
  ROTATED("log rotation"),
  /** Somebody said before that it would be changed, and to what. */
  ANNOUNCED_CONTENT("announced with its digest"),
  /** Somebody said before that it would be changed. */
  ANNOUNCED("announced"),
  /** It happened during a maintenance window: no more than that is known. */
  WINDOW("maintenance window, the weakest grade");

  private final String text;

  Grade(String text) {
    this.text = text;
  }

  /**
   * For people.
   *
   * @return its name
   */
  @Override
  public String toString() {
    return text;
  }
}
