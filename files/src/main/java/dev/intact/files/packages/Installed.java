package dev.intact.files.packages;

/**
 * A package whose files are unpacked.
 *
 * @param name its name
 * @param architecture of what it is
 * @param version its version
 */
public record Installed(String name, String architecture, String version) {

  /**
   * What stays the same when it is upgraded.
   *
   * @return name and architecture
   */
  public String key() {
    return name + ":" + architecture;
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
