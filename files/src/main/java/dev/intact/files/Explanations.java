package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.FileState;
import java.util.Optional;

/** Knows why files may have changed. Used by one thread. */
public interface Explanations {

  /** Knows nothing. */
  Explanations NONE = (path, before, after) -> Optional.empty();

  /**
   * What accounts for a change.
   *
   * @param path of what
   * @param before its state in the baseline, if it was there
   * @param after its state now, if it is there
   * @return what accounts for it and how strong the evidence is; empty if nothing is known, or it
   *     does not fit
   */
  Optional<String> explain(ByteString path, Optional<FileState> before, Optional<FileState> after);
}
