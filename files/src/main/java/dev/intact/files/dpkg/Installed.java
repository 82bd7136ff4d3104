package dev.intact.files.dpkg;

import java.util.List;

/**
 * A package whose files are unpacked.
 *
 * @param name its name
 * @param architecture of what it is
 * @param version its version
 */
record Installed(String name, String architecture, String version) {

  /** What stays the same when it is upgraded. */
  String key() {
    return name + ":" + architecture;
  }

  /** How dpkg may name its files. */
  List<String> infoNames() {
    return List.of(name + ":" + architecture, name);
  }

  /** How apt names its archive. */
  String archiveName() {
    return name + "_" + version.replace(":", "%3a") + "_" + architecture + ".deb";
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
