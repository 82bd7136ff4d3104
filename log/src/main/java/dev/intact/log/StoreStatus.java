package dev.intact.log;

/**
 * How busy a store is, for metrics and health.
 *
 * @param recordsInFlight records taken but not yet indexed
 * @param bytesInFlight bytes of those records
 * @param maxRecordsInFlight the limit at which callers are refused
 * @param recordsAppended records acknowledged since the start
 * @param batches journal batches since the start; each cost one fsync
 * @param indexLag records acknowledged but not yet in the index
 * @param unpublishedLogs logs with acknowledged records that no checkpoint covers yet
 * @param oldestUnpublishedMillis for how long the oldest of these has waited; 0 if there is none
 * @param journalBytesHeld bytes of journal that the tiles do not hold durably yet
 * @param logs how many logs there are
 * @param prioritised whether the system let the thread that every append waits for go first
 * @param tileBytesRead bytes of tiles and entry bundles read from storage since the start
 * @param failed whether storage failed and the store has stopped
 */
public record StoreStatus(
    long recordsInFlight,
    long bytesInFlight,
    long maxRecordsInFlight,
    long recordsAppended,
    long batches,
    long indexLag,
    int unpublishedLogs,
    long oldestUnpublishedMillis,
    long journalBytesHeld,
    int logs,
    boolean prioritised,
    long tileBytesRead,
    boolean failed) {}
