package dev.intact.merkle;

import java.util.List;

/**
 * That a tree continues a smaller one (RFC 9162 section 2.1.4).
 *
 * @param from the smaller size
 * @param to the larger size
 * @param path the hashes; empty if the sizes are equal or {@code from} is 0
 */
public record ConsistencyProof(long from, long to, List<Hash> path) {

  /** Copies the path. */
  public ConsistencyProof {
    path = List.copyOf(path);
  }
}
