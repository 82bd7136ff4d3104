package dev.intact.cli;

import dev.intact.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Trails, in a data directory or on a server. Methods throw what {@link Failures} can tell; all
 * JSON has the shapes of the REST interface.
 */
interface Trails extends AutoCloseable {

  /**
   * A page of records.
   *
   * @param rows {@code index}, and {@code record} or {@code damaged}
   * @param next the cursor of the next page, if there is more
   */
  record Page(List<JsonObject> rows, Optional<Long> next) {}

  /**
   * Which records to list.
   *
   * @param start not recorded before
   * @param end recorded before
   * @param type only this event type
   * @param after only behind this index; -1 for all
   * @param limit 1 to 1000
   */
  record Query(
      Optional<Instant> start,
      Optional<Instant> end,
      Optional<String> type,
      long after,
      int limit) {}

  /** The trails' names, sorted. */
  List<String> names() throws Exception;

  /** Origin, size, keys of a trail. */
  JsonObject describe(String trail) throws Exception;

  /** Appends records in this order; receipts once they are durable. */
  List<JsonObject> append(String trail, List<byte[]> records) throws Exception;

  /** Imports older records; the report of these lines. */
  JsonObject importOlder(String trail, List<byte[]> lines, long firstLine) throws Exception;

  Page list(String trail, Query query) throws Exception;

  /** A record's stored bytes. */
  byte[] show(String trail, String auditId) throws Exception;

  /** Verifies; the report. */
  JsonObject verify(String trail, Optional<Instant> start, Optional<Instant> end, Progress progress)
      throws Exception;

  /** Verifies the logs that belong to no trail; {@code logs}, a report each. */
  JsonObject verifyOwn() throws Exception;

  /** A proof file. */
  byte[] prove(String trail, String auditId) throws Exception;

  /** An export; it shows that the log continues the older sizes. */
  void export(
      String trail,
      Optional<Instant> start,
      Optional<Instant> end,
      List<Long> older,
      OutputStream out)
      throws Exception;

  List<JsonObject> custody(String trail, String auditId) throws Exception;

  @Override
  void close() throws IOException;
}
