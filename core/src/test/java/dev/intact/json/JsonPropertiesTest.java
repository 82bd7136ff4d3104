package dev.intact.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Gen;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
}
