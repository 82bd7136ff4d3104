package dev.intact.files;

import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Members that our own records must have. */
final class Members {

  private Members() {}

  static String string(JsonObject record, String name) throws IOException {
    return record.string(name).orElseThrow(() -> lacks(name));
  }

  static long integer(JsonObject record, String name) throws IOException {
    return record.integer(name).orElseThrow(() -> lacks(name));
  }

  static JsonObject object(JsonObject record, String name) throws IOException {
    return record.object(name).orElseThrow(() -> lacks(name));
  }

  static List<String> strings(JsonObject record, String name) throws IOException {
    List<String> strings = new ArrayList<>();
    for (JsonValue value : record.array(name).orElseThrow(() -> lacks(name))) {
      if (!(value instanceof JsonString s)) {
        throw lacks(name);
      }
      strings.add(s.value());
    }
    return strings;
  }

  private static IOException lacks(String name) {
    return new IOException("a record of the set has no " + name + " as it should");
  }
}
