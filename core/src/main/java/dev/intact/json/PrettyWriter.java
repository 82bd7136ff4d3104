package dev.intact.json;

import java.util.Iterator;
import java.util.Map;

/** Writes indented JSON for people. */
final class PrettyWriter {

  private PrettyWriter() {}

  static void write(JsonValue value, String indent, StringBuilder out) {
    switch (value) {
      case JsonObject o when !o.members().isEmpty() -> object(o, indent, out);
      case JsonArray a when !a.values().isEmpty() -> array(a, indent, out);
      default -> out.append(Json.text(value));
    }
  }

  private static void object(JsonObject object, String indent, StringBuilder out) {
    String deeper = indent + "  ";
    out.append("{\n");
    Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonValue> member = members.next();
      out.append(deeper).append(Json.text(new JsonString(member.getKey()))).append(": ");
      write(member.getValue(), deeper, out);
      out.append(members.hasNext() ? ",\n" : "\n");
    }
    out.append(indent).append('}');
  }

  private static void array(JsonArray array, String indent, StringBuilder out) {
    String deeper = indent + "  ";
    out.append("[\n");
    Iterator<JsonValue> values = array.values().iterator();
    while (values.hasNext()) {
      out.append(deeper);
      write(values.next(), deeper, out);
      out.append(values.hasNext() ? ",\n" : "\n");
    }
    out.append(indent).append(']');
  }
}
