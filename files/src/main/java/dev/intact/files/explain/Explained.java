package dev.intact.files.explain;

import dev.intact.files.scan.ByteString;
import java.util.List;
import java.util.Map;

/**
 * What a source had to say.
 *
 * @param explanations by path
 * @param notes what a reader of the report should know besides, for example why a stronger grade
 *     was not possible
 */
public record Explained(Map<ByteString, Explanation> explanations, List<String> notes) {

  /** Nothing. */
  public static final Explained NOTHING = new Explained(Map.of(), List.of());

  /** Copies. */
  public Explained {
    explanations = Map.copyOf(explanations);
    notes = List.copyOf(notes);
  }
}
