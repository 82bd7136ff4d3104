package dev.intact.files.explain;

import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A source of explanations, such as a package manager. Keeps nothing between two calls; any thread
 * may call it.
 */
public interface Explainer {

  /**
   * The source.
   *
   * @return one lower-case word, by which what it remembers is found again
   */
  String name();

  /**
   * Writes what a later explanation needs to know of today. It is committed to in the set's log
   * with the baseline, so that nobody can change it afterwards.
   *
   * @param roots the set's paths; of others nothing needs to be known
   * @param out takes any bytes, some megabytes at most; nothing if this source is not in use here
   * @throws IOException if it cannot be read: then no baseline is recorded
   * @throws InterruptedException if the thread was interrupted
   */
  void remember(List<ByteString> roots, OutputStream out) throws IOException, InterruptedException;

  /**
   * Explains what it can.
   *
   * @param candidates changes, in the order of their paths
   * @param memory what was remembered with the baseline
   * @return explanations; a change without one stays a violation
   * @throws IOException if the source cannot be read: the report says so, and nothing is explained
   * @throws InterruptedException if the thread was interrupted
   */
  Explained explain(List<Candidate> candidates, Memory memory)
      throws IOException, InterruptedException;
}
