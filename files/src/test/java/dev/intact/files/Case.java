package dev.intact.files;

import dev.intact.files.scan.Preset;
import java.util.List;

/**
 * A change that is made for real, and all that is found of it.
 *
 * @param name what it is
 * @param preset what must stay
 * @param who by whom it can be made
 * @param before what there is besides, when the baseline is recorded
 * @param script makes it, in the tree
 * @param first what is found before it; none but of what cannot be looked at
 * @param findings all of them; … stands for what varies
 */
record Case(
    String name,
    Preset preset,
    Who who,
    String before,
    String script,
    List<String> first,
    List<String> findings) {

  /** What it takes. */
  enum Who {
    /** Everybody can. */
    ANYBODY,
    /** It takes rights that only root has. */
    ROOT,
    /** Root is not held back by what holds others back. */
    ORDINARY,
    /** The same, and it takes files of somebody else, who is root. */
    ORDINARY_BESIDE_ROOT;

    boolean can(boolean root) {
      return root ? this == ANYBODY || this == ROOT : this != ROOT;
    }
  }

  static Case of(String name, String script, String... findings) {
    return new Case(
        name, Preset.BINARIES, Who.ANYBODY, "true", script, List.of(), List.of(findings));
  }

  Case with(Preset other) {
    return new Case(name, other, who, before, script, first, findings);
  }

  Case by(Who other) {
    return new Case(name, preset, other, before, script, first, findings);
  }

  Case after(String prepared) {
    return new Case(name, preset, who, prepared, script, first, findings);
  }

  Case first(String... found) {
    return new Case(name, preset, who, before, script, List.of(found), findings);
  }

  private static boolean isGap(String finding) {
    return finding.startsWith("UNVERIFIABLE")
        || finding.startsWith("COVERAGE_LOST")
        || finding.startsWith("UNSTABLE");
  }

  /** Whether something in it cannot be looked at: never clean, and not to be accepted. */
  boolean hasGap() {
    return findings.stream().anyMatch(Case::isGap);
  }

  int exit() {
    return findings.isEmpty() ? 0 : findings.stream().allMatch(Case::isGap) ? 3 : 1;
  }

  @Override
  public String toString() {
    return name;
  }
}
