package dev.intact.log.index;

/** Finds the indexed keys in an entry. Given by the capability whose records they are. */
@FunctionalInterface
public interface KeyExtractor {

  /**
   * The keys of an entry. Never throws: bytes that it does not understand have none.
   *
   * @param entry the leaf bytes
   * @return its keys
   */
  RecordKeys keys(byte[] entry);
}
