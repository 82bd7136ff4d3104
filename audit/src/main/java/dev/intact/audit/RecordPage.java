package dev.intact.audit;

import java.util.List;

/**
 * Some records of a list.
 *
 * @param records in order of the index
 * @param more whether there may be more behind the last of them
 */
public record RecordPage(List<StoredRecord> records, boolean more) {

  /** Copies the records. */
  public RecordPage {
    records = List.copyOf(records);
  }
}
