package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the description that the server serves against what the server does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiContractTest {

  private static final String LOGS = "GET /logs/{origin}/{path}";

  @TempDir static Path temp;
  private TestServer server;
  private JsonObject document;

  /** One operation of the document. */
  record Operation(String method, String template, JsonObject description) {
    @Override
    public String toString() {
      return method + " " + template;
    }

    List<String> parameters(String in) {
      return description.array("parameters").orElseThrow().stream()
          .map(JsonObject.class::cast)
          .filter(p -> p.string("in").orElseThrow().equals(in))
          .map(p -> p.string("name").orElseThrow())
          .toList();
    }
  }

  @BeforeAll
  void start() throws Exception {
    server = new TestServer(temp.resolve("data"));
    document = TestServer.json(server.get("/openapi.json").body());
    Operation append =
        operations()
            .filter(o -> o.toString().endsWith("POST /v1/trails/{trail}/records"))
            .findFirst()
            .orElseThrow();
    String example =
        Json.text(
            content(append.description().object("requestBody").orElseThrow(), "application/json")
                .get("example")
                .orElseThrow());
    assertThat(
            server.post("/v1/trails/family_123/records", "application/json", example).statusCode())
        .isEqualTo(201);
    Path watched = Files.createDirectory(temp.toRealPath().resolve("watched"));
    Files.writeString(watched.resolve("a"), "1");
    assertThat(
            server
                .post(
                    "/v1/files/sets/some/baseline",
                    "application/json",
                    "{\"rules\":{\"paths\":[\"" + watched + "\"]}}")
                .statusCode())
        .isEqualTo(200);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static JsonObject content(JsonObject holder, String type) {
    return holder.object("content").flatMap(c -> c.object(type)).orElseThrow();
  }

  Stream<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    JsonObject paths = document.object("paths").orElseThrow();
    for (Map.Entry<String, JsonValue> path : paths.members().entrySet()) {
      for (Map.Entry<String, JsonValue> method :
          ((JsonObject) path.getValue()).members().entrySet()) {
        all.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                (JsonObject) method.getValue()));
      }
    }
    return all.stream();
  }

  Stream<Operation> readings() {
    return operations().filter(o -> o.method().equals("GET") && !o.toString().equals(LOGS));
  }

  private static String path(Operation operation) {
    return operation
        .template()
        .replace("{trail}", "family_123")
        .replace("{set}", "some")
        .replace("{family_id}", "family_123")
        .replace("{audit_id}", "audit_550e8400e29b41d4")
        .replace("{date}", "now");
  }

  /** What a query must have. */
  private static String required(Operation operation) throws IOException {
    List<String> names = operation.parameters("query");
    if (names.contains("format")) {
      return "?format=mtree";
    }
    return names.contains("path") ? "?path=" + temp.toRealPath().resolve("watched/a") : "";
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionIsARoute() {
    Set<String> described = new TreeSet<>(operations().map(Operation::toString).toList());
    Set<String> routes = new TreeSet<>(server.server.operations());
    routes.add(LOGS);
    assertThat(described).isEqualTo(routes);
  }

  @Test
  void everyVariableOfAPathIsDescribed() {
    assertThat(operations())
        .allSatisfy(o -> {
          for (String name : o.parameters("path")) {
            assertThat(o.template()).contains("{" + name + "}");
          }
          assertThat(o.parameters("path"))
              .hasSize((int) o.template().chars().filter(c -> c == '{').count());
        });
  }

  @ParameterizedTest
  @MethodSource("readings")
  void answersAsDescribed(Operation operation) throws Exception {
    HttpResponse<String> answer = server.get(path(operation) + required(operation));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void everyExampleIsValid() {
    int[] examples = {0};
    operations()
        .forEach(o -> {
          o.description()
              .object("requestBody")
              .ifPresent(body -> examples[0] += requireExamples(o.toString(), body));
          JsonObject responses = o.description().object("responses").orElseThrow();
          for (JsonValue response : responses.members().values()) {
            examples[0] += requireExamples(o.toString(), (JsonObject) response);
          }
        });
    assertThat(examples[0]).isGreaterThanOrEqualTo(4);
  }

  private int requireExamples(String where, JsonObject holder) {
    int count = 0;
    JsonObject content = holder.object("content").orElseThrow();
    for (JsonValue media : content.members().values()) {
      JsonObject described = (JsonObject) media;
      List<JsonValue> examples = new ArrayList<>();
      described.get("example").ifPresent(examples::add);
      described
          .object("examples")
          .ifPresent(e ->
              e.members()
                  .values()
                  .forEach(v -> examples.add(((JsonObject) v).get("value").orElseThrow())));
      for (JsonValue example : examples) {
        JsonObject schema = described.object("schema").orElseThrow();
        if (!schema.string("$ref").orElse("").endsWith("NewRecord")) {
          server.contract.requireValid(schema, Json.text(example), where);
        }
        count++;
      }
    }
    return count;
  }

  @Test
  void anAnswerThatIsNotDescribedIsNoticed() {
    Contract contract = server.contract;
    String problem = "{\"type\":\"about:blank\",\"title\":\"T\",\"status\":400,\"detail\":\"d\"}";
    String type = "application/problem+json";
    contract.require("GET", "/v1/trails", 400, type, problem);
    assertThatThrownBy(() -> contract.require("GET", "/v1/trails", 402, type, problem))
        .hasMessageContaining("not described");
    assertThatThrownBy(() -> contract.require("GET", "/v1/trails", 400, "text/html", problem))
        .hasMessageContaining("not described as text/html");
    assertThatThrownBy(
            () -> contract.require("GET", "/v1/trails", 400, type, problem.replace("400", "\"x\"")))
        .hasMessageContaining("integer");
    assertThatThrownBy(() ->
            contract.require("GET", "/v1/trails", 400, type, problem.replace("detail", "more")))
        .hasMessageContaining("detail");
  }

  @ParameterizedTest
  @MethodSource("readings")
  void takesTheParametersItDescribesAndNoOther(Operation operation) throws Exception {
    for (String name : operation.parameters("query")) {
      HttpResponse<String> empty = server.get(path(operation) + "?" + name + "=%7B");
      assertThat(empty.body()).doesNotContain("there is no parameter");
    }
    HttpResponse<String> other = server.get(path(operation) + "?no_such=1");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("there is no parameter no_such");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void needsAKeyUnlessDescribedAsOpen(Operation operation) throws Exception {
    boolean open = operation.description().array("security").filter(List::isEmpty).isPresent();
    String path =
        path(operation).replace("{origin}/{path}", "x/y/checkpoint").replaceAll("\\{[a-z_]+}", "k");
    HttpResponse<String> answer =
        server.send(
            operation.method(),
            path,
            "",
            "application/json",
            operation.method().equals("GET") ? "" : "{}");
    if (operation.toString().equals(LOGS)) {
      assertThat(answer.statusCode()).isIn(401, 404);
    } else {
      assertThat(answer.statusCode()).isEqualTo(open ? 200 : 401);
    }
  }
}
