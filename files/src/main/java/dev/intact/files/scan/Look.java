package dev.intact.files.scan;

import java.util.List;

/**
 * A path that is looked at by itself, away from a whole scan.
 *
 * @param path absolute
 * @param deep whether all that is under it is looked at too
 */
public record Look(ByteString path, boolean deep) {

  /** All that the rules name. */
  static List<Look> all(ScanRules rules) {
    return rules.roots().stream().map(root -> new Look(root, true)).toList();
  }
}
