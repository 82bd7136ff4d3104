package dev.intact.cli;

import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The trails of a running server. */
final class RemoteTrails implements Trails {

  private static final String LINES = "application/x-ndjson";

  private final ServerClient server;

  RemoteTrails(ServerClient server) {
    this.server = server;
  }

  private static String path(String trail, String rest) {
    return "/v1/trails/" + ServerClient.segment(trail) + rest;
  }

  private static String record(String trail, String auditId, String rest) {
    return path(trail, "/records/" + ServerClient.segment(auditId) + rest);
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonValue name : array(server.get("/v1/trails"), "trails")) {
      if (!(name instanceof JsonString text)) {
        throw new CommandFailure(3, "the server's list of trails is malformed");
      }
      names.add(text.value());
    }
    return names;
  }

  @Override
  public JsonObject describe(String trail) throws IOException {
    return server.get(path(trail, ""));
  }

  @Override
  public List<JsonObject> append(String trail, List<byte[]> records) throws IOException {
    JsonValue answer = server.json("POST", path(trail, "/records"), LINES, lines(records));
    if (!(answer instanceof JsonArray receipts)) {
      throw new CommandFailure(3, "the server's receipts are malformed");
    }
    return objects(receipts.values());
  }

  @Override
  public JsonObject importOlder(String trail, List<byte[]> lines, long firstLine)
      throws IOException {
    String path = path(trail, "/import?first_line=" + firstLine);
    return server.object(server.json("POST", path, LINES, lines(lines)), path);
  }

  private static byte[] lines(List<byte[]> lines) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      body.writeBytes(line);
      body.write('\n');
    }
    return body.toByteArray();
  }

  @Override
  public Page list(String trail, Query query) throws IOException {
    Map<String, Optional<String>> parameters = dates(query.start(), query.end());
    parameters.put("event_type", query.type());
    parameters.put("limit", Optional.of(Integer.toString(query.limit())));
    parameters.put(
        "cursor", query.after() < 0 ? Optional.empty() : Optional.of(Long.toString(query.after())));
    JsonObject answer = server.get(path(trail, "/records" + ServerClient.query(parameters)));
    return new Page(
        objects(array(answer, "records")), answer.string("next_cursor").map(RemoteTrails::cursor));
  }

  private static long cursor(String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalStateException("the server's cursor is malformed: " + text);
    }
    return Long.parseLong(text);
  }

  @Override
  public byte[] show(String trail, String auditId) throws IOException {
    return server.bytes("GET", record(trail, auditId, ""), "", new byte[0]);
  }

  @Override
  public JsonObject verify(
      String trail, Optional<Instant> start, Optional<Instant> end, Progress progress)
      throws IOException {
    return server.get(path(trail, "/integrity-check" + ServerClient.query(dates(start, end))));
  }

  @Override
  public JsonObject verifyOwn() throws IOException {
    return server.get("/v1/integrity-check");
  }

  @Override
  public byte[] prove(String trail, String auditId) throws IOException {
    return server.bytes("GET", record(trail, auditId, "/proof"), "", new byte[0]);
  }

  @Override
  public void export(
      String trail,
      Optional<Instant> start,
      Optional<Instant> end,
      List<Long> older,
      OutputStream out)
      throws IOException {
    Map<String, Optional<String>> parameters = dates(start, end);
    String sizes = older.stream().map(String::valueOf).collect(Collectors.joining(","));
    parameters.put("consistency_from", Optional.of(sizes).filter(s -> !s.isEmpty()));
    server.copy(path(trail, "/export" + ServerClient.query(parameters)), out);
  }

  @Override
  public List<JsonObject> custody(String trail, String auditId) throws IOException {
    return objects(array(server.get(record(trail, auditId, "/custody")), "custody"));
  }

  private static Map<String, Optional<String>> dates(
      Optional<Instant> start, Optional<Instant> end) {
    Map<String, Optional<String>> parameters = new LinkedHashMap<>();
    parameters.put("start_date", start.map(RecordTime::format));
    parameters.put("end_date", end.map(RecordTime::format));
    return parameters;
  }

  static List<JsonValue> array(JsonObject json, String member) throws CommandFailure {
    return json.array(member)
        .orElseThrow(() -> new CommandFailure(3, "the server's answer has no " + member));
  }

  static List<JsonObject> objects(List<JsonValue> values) throws CommandFailure {
    List<JsonObject> objects = new ArrayList<>(values.size());
    for (JsonValue value : values) {
      if (!(value instanceof JsonObject object)) {
        throw new CommandFailure(3, "the server's answer is malformed: objects are expected");
      }
      objects.add(object);
    }
    return objects;
  }

  @Override
  public void close() {
    server.close();
  }
}
