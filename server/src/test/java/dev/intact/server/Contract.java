package dev.intact.server;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The description of the interface, held against answers that the server gave. */
final class Contract {

  /** What may come before an operation is reached; described once, as default. */
  private static final Set<Integer> BEFORE = Set.of(405, 408, 414, 417, 431, 501, 503, 505);

  private final JsonObject document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  Contract() throws Exception {
    try (InputStream in = IntactServer.class.getResourceAsStream("openapi.json")) {
      document = (JsonObject) Json.parse(in.readAllBytes(), JsonLimits.STRICT);
    }
  }

  JsonObject document() {
    return document;
  }

  /** Fails if this answer is not described, in status, type or content. */
  void require(String method, String path, int status, String contentType, String body) {
    Optional<JsonObject> operation = operation(method, path.split("\\?", 2)[0]);
    if (operation.isEmpty()) {
      return;
    }
    String where = method + " " + path + " " + status;
    JsonObject responses = operation.get().object("responses").orElseThrow();
    JsonObject response =
        responses
            .object(Integer.toString(status))
            .or(() -> BEFORE.contains(status) ? responses.object("default") : Optional.empty())
            .orElseThrow(() -> new AssertionError(where + " is not described: " + body));
    String type = contentType.split(";", 2)[0];
    JsonObject media =
        response
            .object("content")
            .flatMap(c -> c.object(type))
            .orElseThrow(() -> new AssertionError(where + " is not described as " + type));
    if (type.endsWith("json")) {
      requireValid(media.object("schema").orElseThrow(), body, where);
    }
  }

  void requireValid(JsonObject schema, String json, String where) {
    JsonObject whole =
        ((JsonObject) closed(schema))
            .toBuilder()
                .put("components", closed(document.object("components").orElseThrow()))
                .build();
    List<Error> errors =
        schemas
            .computeIfAbsent(Json.text(whole), registry::getSchema)
            .validate(json, InputFormat.JSON);
    if (!errors.isEmpty()) {
      throw new AssertionError(where + ": " + errors + " in " + json);
    }
  }

  /** An answer has no members that are not described, where the description does not allow them. */
  private static JsonValue closed(JsonValue value) {
    if (value instanceof JsonArray array) {
      return new JsonArray(array.values().stream().map(Contract::closed).toList());
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObject.Builder closed = JsonObject.builder();
    object.members().forEach((name, member) -> closed.put(name, closed(member)));
    boolean open =
        object.object("properties").isEmpty()
            || object.get("additionalProperties").isPresent()
            || object.get("type").isEmpty();
    return open
        ? closed.build()
        : closed.put("additionalProperties", new JsonBoolean(false)).build();
  }

  private Optional<JsonObject> operation(String method, String path) {
    for (Map.Entry<String, JsonValue> entry : paths().members().entrySet()) {
      String pattern =
          "\\Q"
              + entry
                  .getKey()
                  .replace("{origin}/{path}", "\\E.+\\Q")
                  .replaceAll("\\{[a-z_]+}", "\\\\E[^/]+\\\\Q")
              + "\\E";
      if (path.matches(pattern)) {
        return ((JsonObject) entry.getValue())
            .object((method.equals("HEAD") ? "GET" : method).toLowerCase(Locale.ROOT));
      }
    }
    return Optional.empty();
  }

  private JsonObject paths() {
    return document.object("paths").orElseThrow();
  }
}
