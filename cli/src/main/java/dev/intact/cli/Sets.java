package dev.intact.cli;

import dev.intact.files.ListFormat;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.JsonObject;
import dev.intact.monitor.config.FileSetSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sets of files, in a data directory or on a server. Methods throw what {@link Failures} can tell;
 * all JSON has the shapes of the REST interface.
 */
interface Sets extends AutoCloseable {

  /** The sets, sorted by name. */
  List<JsonObject> list() throws Exception;

  /**
   * Commits to all that is there; what was recorded. Fresh: what an interrupted one had read is
   * read again.
   */
  JsonObject baseline(
      String set, ScanRules rules, String reason, boolean fresh, Pace pace, Progress progress)
      throws Exception;

  /** Compares; the report. */
  JsonObject check(
      String set, boolean quick, Pace pace, Optional<FileSetSpec> declared, Progress progress)
      throws Exception;

  /** Takes what is there into force; what was recorded. No paths mean all. */
  JsonObject accept(String set, List<ByteString> paths, String reason, Pace pace, Progress progress)
      throws Exception;

  /** Every state that a path had. */
  List<JsonObject> history(String set, ByteString path) throws Exception;

  /** When a path last had a content. */
  JsonObject lastEqual(String set, ByteString path, String sha256) throws Exception;

  /** What the checks of so many days found. */
  JsonObject report(String set, int days) throws Exception;

  /**
   * Says something of changes to come; as REST takes it, without who says it. The record's index.
   */
  long announce(String set, JsonObject notice) throws Exception;

  /** What was said, and what came of it. */
  List<JsonObject> notices(String set) throws Exception;

  /** What is different in the text of a configuration file. */
  JsonObject diff(String set, ByteString path) throws Exception;

  /** Compares with a list of another tool; the report. */
  JsonObject compare(
      String set, ListFormat format, InputStream list, ByteString root, Progress progress)
      throws Exception;

  /** Writes what is in force for another tool; says what has no place there, if that is known. */
  Map<String, Long> export(String set, ListFormat format, OutputStream out) throws Exception;

  @Override
  void close() throws IOException;
}
