package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.files.FilesException;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;

/** An answer that is an error: RFC 9457. */
final class Problem extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final transient JsonObject extension;

  Problem(int status, String title, String detail) {
    this(status, title, detail, JsonObject.empty());
  }

  private Problem(int status, String title, String detail, JsonObject extension) {
    super(detail);
    this.status = status;
    this.title = title;
    this.extension = extension;
  }

  /** The same problem with a member more. */
  Problem with(String name, long value) {
    return new Problem(status, title, detail(), extension.toBuilder().put(name, value).build());
  }

  private String detail() {
    return String.valueOf(getMessage());
  }

  static Problem unavailable(String detail) {
    return new Problem(503, "Service Unavailable", detail);
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "Bad Request", detail);
  }

  static Problem notFound(String detail) {
    return new Problem(404, "Not Found", detail);
  }

  static Problem forbidden() {
    return new Problem(403, "Forbidden", "this key may not do that here");
  }

  static Problem unauthorized(String detail) {
    return new Problem(401, "Unauthorized", detail);
  }

  static Problem of(AuditException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case INVALID -> badRequest(detail);
      case NOT_FOUND -> notFound(detail);
      case CONFLICT -> new Problem(409, "Conflict", detail);
      case OVERLOADED -> unavailable(detail);
      case REFUSED -> violation(e, detail);
      case FAILED ->
          new Problem(500, "Internal Server Error", "storage failed; see the server's log");
    };
  }

  static Problem of(FilesException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case INVALID -> badRequest(detail);
      case NOT_FOUND -> notFound(detail);
      case REFUSED -> new Problem(409, "Integrity Violation", detail);
      case FAILED -> new Problem(500, "Internal Server Error", detail);
    };
  }

  /** Says what was found as members too, so that a program need not read the sentence. */
  private static Problem violation(AuditException e, String detail) {
    JsonObject.Builder more = JsonObject.builder().put("verdict", e.verdict().name());
    e.finding()
        .ifPresent(f -> {
          more.put("subject", f.subject());
          f.index().ifPresent(i -> more.put("index", i));
          f.recordId().ifPresent(id -> more.put("audit_id", id));
          f.expected().ifPresent(h -> more.put("expected", h));
          f.actual().ifPresent(h -> more.put("actual", h));
        });
    return new Problem(409, "Integrity Violation", detail, more.build());
  }

  int status() {
    return status;
  }

  /** The document. */
  JsonObject json() {
    return extension.toBuilder()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail())
        .build();
  }

  byte[] body() {
    return Json.canonical(json());
  }
}
