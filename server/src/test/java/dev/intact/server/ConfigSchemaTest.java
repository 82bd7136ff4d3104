package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.intact.audit.AuditSettings;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonNull;
import dev.intact.json.JsonNumber;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.monitor.config.ConfigException;
import dev.intact.monitor.config.ConfigReader;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The JSON Schema and the parser say the same of a file. JSON is YAML, so that both read the same
 * text.
 */
final class ConfigSchemaTest {

  private static final Path ROOT = Path.of(System.getProperty("intact.root", ".."));

  /** What no schema can say: of two places, or of what a name stands for. */
  private static final Pattern BEYOND =
      Pattern.compile(
          ".*(there is no (channel|preset)|there is a (channel|monitor|set) |ends after it begins"
              + "|critical is at least|takes alerts only|a mail address is needed"
              + "|a time zone as|a date or an RFC 3339|lies within|a path is absolute"
              + "|a set of characters|a pattern).*");

  private static final Defaults DEFAULTS = Checks.defaults(AuditSettings.DEFAULT, ZoneOffset.UTC);

  private static Schema schema;
  private static JsonObject document;

  @BeforeAll
  static void read() throws Exception {
    byte[] bytes = Files.readAllBytes(ROOT.resolve("docs/intact.schema.json"));
    document = (JsonObject) Json.parse(bytes, JsonLimits.STRICT);
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(bytes, StandardCharsets.UTF_8));
  }

  private static List<Error> schemaSays(JsonValue value) {
    return schema.validate(Json.text(value), InputFormat.JSON);
  }

  /** Why the parser refuses it. */
  private static Optional<String> parserSays(JsonValue value) {
    try {
      MonitorConfig unused = ConfigReader.read("intact.yaml", Json.text(value), DEFAULTS);
      return Optional.empty();
    } catch (ConfigException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void requireAgreement(JsonValue value) {
    List<Error> errors = schemaSays(value);
    Optional<String> refusal = parserSays(value);
    String where = Json.text(value) + "\n schema: " + errors + "\n parser: " + refusal;
    if (!errors.isEmpty()) {
      assertThat(refusal).as(where).isPresent();
    } else if (refusal.isPresent()) {
      assertThat(BEYOND.matcher(refusal.get()).matches()).as(where).isTrue();
    }
  }

  /** A file that uses everything. */
  private static JsonObject whole() throws Exception {
    try (var in = ConfigSchemaTest.class.getResourceAsStream("whole.json")) {
      return (JsonObject) Json.parse(in.readAllBytes(), JsonLimits.STRICT);
    }
  }

  @Test
  void aFileThatUsesEverythingIsTakenByBoth() throws Exception {
    assertThat(schemaSays(whole())).isEmpty();
    assertThat(parserSays(whole())).isEmpty();
  }

  @Test
  void theFileOfTheGuideIsTaken() throws Exception {
    String guide = Files.readString(ROOT.resolve("docs/guide/monitor.md"));
    String yaml = guide.substring(guide.indexOf("```yaml\n") + 8);
    MonitorConfig config =
        ConfigReader.read("guide.yaml", yaml.substring(0, yaml.indexOf("```")), DEFAULTS);
    assertThat(config.files()).hasSize(1);
    assertThat(config.heartbeat()).isPresent();
  }

  @Test
  void theFileUsesEveryMemberThatTheSchemaKnows() throws Exception {
    TreeSet<String> known = new TreeSet<>();
    properties(document, known);
    TreeSet<String> used = new TreeSet<>();
    members(whole(), used);
    assertThat(used).containsAll(known);
  }

  private static void properties(JsonValue value, TreeSet<String> names) {
    switch (value) {
      case JsonObject object -> {
        object.object("properties").ifPresent(p -> names.addAll(p.names()));
        object.members().values().forEach(v -> properties(v, names));
      }
      case JsonArray array -> array.values().forEach(v -> properties(v, names));
      default -> {
        // a value
      }
    }
  }

  private static void members(JsonValue value, TreeSet<String> names) {
    switch (value) {
      case JsonObject object -> {
        names.addAll(object.names());
        object.members().values().forEach(v -> members(v, names));
      }
      case JsonArray array -> array.values().forEach(v -> members(v, names));
      default -> {
        // a value
      }
    }
  }

  @Test
  void theParserKnowsTheSameSections() {
    String refusal = parserSays(JsonObject.builder().put("none", "x").build()).orElseThrow();
    String known = refusal.substring(refusal.indexOf("known are ") + "known are ".length());
    assertThat(List.of(known.split(", ")))
        .containsExactlyInAnyOrderElementsOf(document.object("properties").orElseThrow().names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"monitors\":[{\"name\":\"a b\",\"kind\":\"files\",\"subject\":\"x\"}]}",
        "{\"monitors\":[{\"name\":\"a\",\"kind\":\"files\",\"subject\":\"x\",\"interval\":\"0s\"}]}",
        "{\"channels\":[{\"name\":\"a\",\"type\":\"pigeon\"}]}",
        "{\"channels\":[{\"name\":\"a\"}]}",
        "{\"channels\":[{\"name\":\"a\",\"type\":\"slack\"}]}",
        "{\"channels\":[{\"name\":\"a\",\"type\":\"slack\",\"url_env\":\"A\",\"url_file\":\"b\"}]}",
        "{\"channels\":[{\"name\":\"a\",\"type\":\"webhook\",\"url\":\"ftp://x\"}]}",
        "{\"channels\":[{\"name\":\"a\",\"type\":\"email\",\"host\":\"h\",\"from\":\"a@b.c\",\"to\":[]}]}",
        "{\"channels\":[{\"name\":\"a\",\"type\":\"email\",\"host\":\"h\",\"from\":\"a@b.c\",\"to\":[\"a@b.c\"],\"user\":\"u\"}]}",
        "{\"channels\":[{\"name\":\"a\",\"type\":\"email\",\"host\":\"h\",\"from\":\"a@b.c\",\"to\":[\"a@b.c\"],\"password_env\":\"P\"}]}",
        "{\"routes\":[]}",
        "{\"report\":{\"at\":\"9:00\"}}",
        "{\"report\":{\"at\":\"24:00\"}}",
        "{\"heartbeat\":{}}",
        "{\"files\":[{\"name\":\"a\",\"paths\":[]}]}",
        "{\"files\":[{\"name\":\"a\",\"paths\":[\"etc\"]}]}",
        "{\"files\":[{\"name\":\"a..b\",\"paths\":[\"/etc\"]}]}",
        "{\"files\":[{\"name\":\"a\",\"paths\":[\"/etc\"],\"rate\":\"0M\"}]}",
        "{\"files\":[{\"name\":\"a\",\"paths\":[\"/etc\"],\"priority\":\"low\"}]}",
        "{\"monitors\":[{\"name\":\"a\",\"kind\":\"files\",\"subject\":\"x\",\"watch\":\"yes\"}]}",
        "{\"monitors\":[{\"name\":\"a\",\"kind\":\"audit\",\"subject\":\"x\",\"watch\":true}]}",
        "{\"parallel\":0}",
        "{\"parallel\":\"2\"}",
        "{\"host\":17}",
        "{\"host\":\"  \"}",
        "{\"host\":null}",
        "[]",
      })
  void bothRefuse(String json) throws Exception {
    JsonValue value = Json.parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
    assertThat(schemaSays(value)).isNotEmpty();
    assertThat(parserSays(value)).isPresent();
  }

  /** Everywhere in the whole file: a member less, one more, another value. */
  static List<JsonValue> changed() throws Exception {
    List<JsonValue> all = new ArrayList<>();
    change(whole(), all::add);
    return all;
  }

  private interface Taker {
    void take(JsonValue changed);
  }

  private static final List<JsonValue> OTHERS =
      List.of(
          new JsonString("x"),
          new JsonString(""),
          new JsonString("15m"),
          new JsonString("/x"),
          JsonNull.NULL,
          new JsonBoolean(true),
          JsonNumber.of(0),
          JsonNumber.of(7),
          JsonNumber.of(5_000_000_000L),
          new JsonArray(List.of()),
          new JsonArray(List.of(new JsonString("console"))),
          JsonObject.empty());

  private static void change(JsonValue value, Taker out) {
    OTHERS.forEach(out::take);
    if (value instanceof JsonObject object) {
      out.take(object.toBuilder().put("another", "x").build());
      for (String name : object.names()) {
        out.take(object.toBuilder().remove(name).build());
        change(
            object.get(name).orElseThrow(), c -> out.take(object.toBuilder().put(name, c).build()));
      }
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.values().size(); i++) {
        int at = i;
        change(array.values().get(i), c -> out.take(with(array, at, c)));
      }
    }
  }

  private static JsonArray with(JsonArray array, int at, JsonValue value) {
    List<JsonValue> values = new ArrayList<>(array.values());
    values.set(at, value);
    return new JsonArray(values);
  }

  @Test
  void theyAgreeOnEveryChangeOfOnePlace() throws Exception {
    List<JsonValue> changed = changed();
    assertThat(changed).hasSizeGreaterThan(1_000);
    changed.forEach(ConfigSchemaTest::requireAgreement);
  }

  @Test
  void theyAgreeOnSeveralChangesTogether() throws Exception {
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 300; i++) {
      JsonValue value = whole();
      for (int changes = 0; changes < 3; changes++) {
        List<JsonValue> next = new ArrayList<>();
        change(value, next::add);
        value = next.get(random.nextInt(next.size()));
      }
      requireAgreement(value);
    }
  }
}
