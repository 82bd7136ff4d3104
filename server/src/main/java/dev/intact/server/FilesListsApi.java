package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesException;
import dev.intact.files.ListFormat;
import dev.intact.files.manifest.Exporter;
import dev.intact.files.scan.ByteString;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Differences of texts, and lists of other tools. For keys that may audit every trail; what is
 * compared is recorded.
 */
final class FilesListsApi {

  private static final int MAX_LIST = 16 << 20;
  private static final String WHAT = "files";
  private static final String TEXT = "text/plain";
  private static final String LEFT_OUT = "Intact-Left-Out";

  private final FileSets sets;
  private final Guard guard;

  FilesListsApi(FileSets sets, Guard guard) {
    this.sets = sets;
    this.guard = guard;
  }

  void register(Routes routes) {
    routes
        .add("GET", "/v1/files/sets/{set}/diff", this::diff)
        .add("POST", "/v1/files/sets/{set}/compare", this::compare)
        .add("GET", "/v1/files/sets/{set}/export", this::export);
  }

  private void diff(Exchange e)
      throws Problem, AuditException, FilesException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery("path");
    String text = e.query("path").orElseThrow(() -> Problem.badRequest("the path is needed"));
    ByteString path = FilesApi.valid("path", () -> ByteString.parse(text));
    e.json(200, sets.set(e.path("set")).diff(path).toJson());
  }

  private static ListFormat format(Exchange e) throws Problem {
    String name = e.query("format").orElseThrow(() -> Problem.badRequest("the format is needed"));
    return FilesApi.valid("format", () -> ListFormat.of(name));
  }

  private void compare(Exchange e)
      throws Problem, AuditException, FilesException, IOException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery("format", "root");
    ListFormat format = format(e);
    String text = e.query("root").orElse("/");
    ByteString root = FilesApi.valid("root", () -> ByteString.parse(text));
    e.requireContent(TEXT);
    byte[] list = e.body(MAX_LIST);
    String by = e.actor();
    FileSet set = sets.set(e.path("set"));
    LongWork.answer(
        e,
        Optional.empty(),
        progress ->
            set.compare(format, new ByteArrayInputStream(list), root, by, progress).toJson());
  }

  /**
   * Made whole before it is sent is not possible: it may be long. It is made twice, so that what
   * has no place in it is told before its first byte; a failure breaks the answer.
   */
  private void export(Exchange e)
      throws Problem, AuditException, FilesException, IOException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery("format");
    ListFormat format = format(e);
    FileSet set = sets.set(e.path("set"));
    Exporter.Exported told = set.export(format, OutputStream.nullOutputStream());
    e.header(LEFT_OUT, counts(told));
    try (OutputStream out = e.stream(TEXT)) {
      if (!set.export(format, out).equals(told)) {
        throw new IOException("what is in force was changed while it was exported");
      }
    }
    e.succeeded();
  }

  private static String counts(Exporter.Exported told) {
    JsonObject.Builder json = JsonObject.builder();
    told.leftOut().forEach((what, count) -> json.put(what, count));
    return new String(Json.canonical(json.build()), StandardCharsets.UTF_8);
  }
}
