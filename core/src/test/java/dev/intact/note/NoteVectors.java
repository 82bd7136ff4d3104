package dev.intact.note;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import dev.intact.key.KeyFormatException;
import dev.intact.key.VerifierKey;
import dev.intact.testkit.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads the cases of other people's notes. */
final class NoteVectors {

  private NoteVectors() {}

  static JsonObject file(String name) {
    try {
      byte[] bytes = Files.readAllBytes(Vectors.require("note").resolve(name + ".json"));
      return (JsonObject) Json.parse(bytes, JsonLimits.STRICT.withMaxBytes(4 << 20));
    } catch (IOException | dev.intact.json.JsonException e) {
      throw new AssertionError(name, e);
    }
  }

  static List<JsonObject> cases(String name) {
    return objects(file(name), "cases");
  }

  static List<JsonObject> objects(JsonObject json, String member) {
    return json.array(member).orElseThrow().stream().map(JsonObject.class::cast).toList();
  }

  static List<String> strings(JsonObject json, String member) {
    return json.array(member).orElseThrow().stream().map(NoteVectors::text).toList();
  }

  private static String text(JsonValue value) {
    return ((JsonString) value).value();
  }

  static String name(JsonObject c) {
    return c.string("name").orElseThrow();
  }

  static String kind(JsonObject c) {
    return c.string("kind").orElseThrow();
  }

  static JsonObject expected(JsonObject c) {
    return c.object("expected").orElseThrow();
  }

  static byte[] input(JsonObject c) {
    return c.string("input")
        .map(s -> s.getBytes(StandardCharsets.UTF_8))
        .orElseGet(() -> Base64.getDecoder().decode(c.string("input_base64").orElseThrow()));
  }

  /** The keys that we know; one of another algorithm is a key that we do not have. */
  static List<VerifierKey> keys(List<String> vkeys) {
    List<VerifierKey> keys = new ArrayList<>();
    for (String vkey : vkeys) {
      try {
        keys.add(VerifierKey.parse(vkey));
      } catch (KeyFormatException e) {
        if (!e.toString().contains("is not supported")) {
          throw new AssertionError(vkey, e);
        }
      }
    }
    return keys;
  }

  /** Whether a flag is there and true. */
  static boolean is(JsonObject json, String member) {
    return json.get(member).map(Json::text).orElse("").equals("true");
  }

  /** Whether the current C2SP text wants it otherwise than the test it was taken from. */
  static boolean isRefusedByC2sp(JsonObject c) {
    return c.get("c2sp_valid").map(Json::text).orElse("").equals("false");
  }
}
