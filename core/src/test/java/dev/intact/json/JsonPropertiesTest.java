package dev.intact.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Gen;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;

/** Documents by chance, beside a writer that does it the simple way and one that is not ours. */
final class JsonPropertiesTest {

  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    " ",
    "\"",
    "\\",
    "/",
    "\n",
    "\u0000",
    "\u001f",
    "\u007f",
    "\u00e9",
    "\u20ac",
    "\ufb33",
    "\uffff",
    "\ud83d\ude00",
    "\udbff\udfff"
  };

  private static String text(SplittableRandom random, int size) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(size + 1); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static JsonValue value(SplittableRandom random, int size, int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 7)) {
      case 0 -> JsonNull.NULL;
      case 1 -> new JsonBoolean(random.nextBoolean());
      case 2 -> new JsonString(text(random, size));
      case 3 -> JsonNumber.of(random.nextLong(JsonNumber.MAX_INTEGER) - (1L << 52));
      case 4 -> new JsonNumber(random.nextInt(1_000_000) / 1000.0);
      case 5 -> array(random, size, depth);
      default -> object(random, size, depth);
    };
  }

  private static JsonArray array(SplittableRandom random, int size, int depth) {
    List<JsonValue> values = new ArrayList<>();
    for (int i = random.nextInt(size + 1); i > 0; i--) {
      values.add(value(random, size, depth + 1));
    }
    return new JsonArray(values);
  }

  private static JsonObject object(SplittableRandom random, int size, int depth) {
    JsonObject.Builder object = JsonObject.builder();
    for (int i = random.nextInt(size + 1); i > 0; i--) {
      object.put(text(random, size), value(random, size, depth + 1));
    }
    return object.build();
  }

  /** The same document with white space, other escapes, and members in another order. */
  private static String noisy(JsonValue value, SplittableRandom random) {
    String space = " \t\r\n".substring(random.nextInt(5));
    return space
        + switch (value) {
          case JsonObject o -> {
            List<Map.Entry<String, JsonValue>> members = new ArrayList<>(o.members().entrySet());
            Collections.shuffle(members, new Random(random.nextLong()));
            List<String> parts = new ArrayList<>();
            for (Map.Entry<String, JsonValue> m : members) {
              parts.add(
                  space + quoted(m.getKey(), random) + space + ":" + noisy(m.getValue(), random));
            }
            yield "{" + String.join(",", parts) + space + "}";
          }
          case JsonArray a ->
              "["
                  + String.join(",", a.values().stream().map(v -> noisy(v, random)).toList())
                  + space
                  + "]";
          case JsonString s -> quoted(s.value(), random);
          default -> Json.text(value);
        }
        + space;
  }

  private static String quoted(String text, SplittableRandom random) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      boolean must = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
      quoted.append(must || random.nextInt(4) == 0 ? String.format("\\u%04X", (int) c) : c);
    }
    return quoted.append('"').toString();
  }

  @Test
  void whateverWayADocumentIsWrittenItHasOneCanonicalForm() {
    Gen.check(
        1000,
        8,
        (random, size) -> {
          JsonValue value = value(random, size, 0);
          byte[] written = noisy(value, random).getBytes(StandardCharsets.UTF_8);
          JsonValue read = Json.parse(written, JsonLimits.STRICT);
          assertThat(read).isEqualTo(value);
          assertThat(Json.canonical(read)).isEqualTo(Json.canonical(value));
        });
  }

  /** Where the library in use is right, ours says the same: no extreme numbers, no bad strings. */
  @Test
  void agreesWithAnotherWriterWhereThatOneIsRight() {
    Gen.check(
        1000,
        8,
        (random, size) -> {
          JsonObject value = object(random, size, 0);
          byte[] theirs = new JsonCanonicalizer(noisy(value, random)).getEncodedUTF8();
          assertThat(Json.canonical(value)).isEqualTo(theirs);
        });
  }

  @Test
  void differentValuesHaveDifferentForms() {
    Gen.check(
        1000,
        6,
        (random, size) -> {
          JsonValue one = value(random, size, 0);
          JsonValue other = value(random, size, 0);
          assertThat(Json.text(one).equals(Json.text(other))).isEqualTo(one.equals(other));
        });
  }

  /** The JDK's decoder, told to report, is the judge of what is UTF-8. */
  @Test
  void aStringIsTakenExactlyIfItIsUtf8() {
    Gen.check(
        20_000,
        6,
        (random, size) -> {
          byte[] bytes = Gen.bytes(random, size);
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) (random.nextInt(4) > 0 ? 0x80 : 0x40);
            bytes[i] = bytes[i] == '\\' ? (byte) 'x' : bytes[i];
          }
          byte[] json = ByteBuffer.allocate(size + 2).put((byte) '"').put(bytes).array();
          json[size + 1] = '"';
          assertThat(isJson(json)).as(HexFormat.of().formatHex(bytes)).isEqualTo(isUtf8(bytes));
        });
  }

  private static boolean isJson(byte[] bytes) {
    try {
      Json.parse(bytes, JsonLimits.STRICT);
      return true;
    } catch (JsonException e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void theScannerFindsInCanonicalObjectsWhatTheParserFinds() {
    Gen.check(
        2000,
        4,
        (random, size) -> {
          JsonObject object = object(random, size, 2);
          byte[] canonical = Json.canonical(object);
          for (String name : List.of("a", "Z", "0", "", "aa", "aZ", "nothing")) {
            assertThat(CanonicalScanner.string(canonical, name)).isEqualTo(object.string(name));
            assertThat(CanonicalScanner.without(canonical, name).map(HexFormat.of()::formatHex))
                .isEqualTo(
                    object
                        .get(name)
                        .map(v -> Json.canonical(object.toBuilder().remove(name).build()))
                        .map(HexFormat.of()::formatHex));
          }
        });
  }

  /** What the parser and the writer say of a document; empty if it is refused. */
  private static Optional<byte[]> reference(byte[] document, JsonLimits limits) {
    try {
      return Optional.of(Json.canonical(Json.parse(document, limits)));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private static void assertThatTheShortWayAgrees(byte[] document, JsonLimits limits) {
    Optional<byte[]> plain = PlainCanonicalizer.canonical(document, limits);
    if (plain.isPresent()) {
      assertThat(reference(document, limits))
          .as(HexFormat.of().formatHex(document))
          .map(HexFormat.of()::formatHex)
          .contains(HexFormat.of().formatHex(plain.get()));
    }
  }

  @Test
  void theShortWayToTheCanonicalFormSaysWhatTheParserAndTheWriterSay() {
    Gen.check(
        4000,
        8,
        (random, size) -> {
          byte[] document = noisy(value(random, size, 0), random).getBytes(StandardCharsets.UTF_8);
          assertThatTheShortWayAgrees(document, JsonLimits.STRICT);
          assertThatTheShortWayAgrees(document, JsonLimits.ECMA);
          assertThatTheShortWayAgrees(document, new JsonLimits(40, 3, 7, JsonLimits.Numbers.EXACT));
          int changed = random.nextInt(document.length);
          byte[] other = document.clone();
          other[changed] = (byte) "{}[]:,\"\\0-.eE1 ntf\u0080".charAt(random.nextInt(19));
          assertThatTheShortWayAgrees(other, JsonLimits.STRICT);
          assertThatTheShortWayAgrees(other, JsonLimits.ECMA);
          assertThatTheShortWayAgrees(Arrays.copyOf(document, changed), JsonLimits.STRICT);
        });
  }

  @Test
  void documentsOfThePlainKindTakeTheShortWay() {
    for (String plain :
        List.of(
            "{\"b\":1,\"a\":{\"z\":[],\"y\":{}, \"x\":[1,-2,0,true,false,null]}}",
            "[12.50e0, 1e20, \"\\u00e9\", \"\u20ac\", 123456789012345, 1234567890123456]",
            " \"\" ",
            "0")) {
      byte[] document = plain.getBytes(StandardCharsets.UTF_8);
      assertThat(PlainCanonicalizer.canonical(document, JsonLimits.ECMA)).as(plain).isPresent();
      assertThatTheShortWayAgrees(document, JsonLimits.ECMA);
    }
    for (String left :
        List.of("", "{\"a\":1,\"a\":2}", "{\"b\":1,\"a\":1,\"b\":2}", "01", "-", "[1")) {
      byte[] document = left.getBytes(StandardCharsets.UTF_8);
      assertThat(PlainCanonicalizer.canonical(document, JsonLimits.ECMA)).as(left).isEmpty();
    }
  }

  @Test
  void theShortWayEndsWhereTheLimitsDo() {
    JsonLimits limits = new JsonLimits(14, 2, 3, JsonLimits.Numbers.EXACT);
    for (String within : List.of("[1,2,3]", "[[1,2]]", "{\"a\":[1,2]}", "[1,  2,    3]")) {
      byte[] document = within.getBytes(StandardCharsets.UTF_8);
      assertThat(PlainCanonicalizer.canonical(document, limits)).as(within).isPresent();
      assertThat(reference(document, limits)).as(within).isPresent();
    }
    for (String beyond :
        List.of("[1,2,3,4]", "[[[1]]]", "{\"a\":[1,2,3]}", "[1,  2,    3] ".repeat(2))) {
      byte[] document = beyond.getBytes(StandardCharsets.UTF_8);
      assertThat(PlainCanonicalizer.canonical(document, limits)).as(beyond).isEmpty();
      assertThat(reference(document, limits)).as(beyond).isEmpty();
    }
  }

  @Test
  void membersThatAreAddedStandWhereTheWriterPutsThem() {
    List<String> names = List.of("actor", "audit_id", "integrity", "trail_id");
    Gen.check(
        2000,
        6,
        (random, size) -> {
          JsonObject object = object(random, size, 2);
          List<CanonicalMembers.Added> added = new ArrayList<>();
          JsonObject.Builder whole = object.toBuilder();
          for (String name : names) {
            if (random.nextBoolean()) {
              JsonValue value = value(random, size, 3);
              added.add(new CanonicalMembers.Added(name, Json.canonical(value)));
              whole.put(name, value);
            }
          }
          CanonicalMembers members = CanonicalMembers.of(Json.canonical(object));
          CanonicalMembers.Extended extended = members.with(added);
          assertThat(new String(extended.bytes(), StandardCharsets.UTF_8))
              .isEqualTo(Json.text(whole.build()));
          for (int i = 0; i < added.size(); i++) {
            CanonicalScanner.Span at =
                CanonicalScanner.member(extended.bytes(), added.get(i).name()).orElseThrow();
            assertThat(extended.at()[i]).isEqualTo(at.start());
          }
          for (String name : List.of("a", "Z", "", "aa", "nothing")) {
            assertThat(members.has(name)).isEqualTo(object.get(name).isPresent());
            assertThat(members.string(name)).isEqualTo(object.string(name));
            assertThat(members.isObject(name)).isEqualTo(object.object(name).isPresent());
          }
        });
  }
}
