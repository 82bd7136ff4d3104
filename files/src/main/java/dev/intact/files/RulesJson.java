package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonString;
import dev.intact.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules of a set as JSON: in its baseline's record, in requests, and as they stand in the
 * configuration. Paths are written as {@link ByteString#display} shows them.
 */
public final class RulesJson {

  private static final Set<String> MEMBERS =
      Set.of("paths", "preset", "rules", "exclude", "include", "cross_mounts");

  private RulesJson() {}

  /**
   * Writes rules.
   *
   * @param rules the rules
   * @return what {@link #read} reads
   */
  public static JsonObject write(ScanRules rules) {
    List<JsonValue> overrides = new ArrayList<>();
    for (ScanRules.Override override : rules.overrides()) {
      overrides.add(
          JsonObject.builder()
              .put("match", override.match().toString())
              .put("preset", override.preset().text())
              .build());
    }
    return JsonObject.builder()
        .put("paths", JsonArray.ofStrings(rules.roots().stream().map(ByteString::display).toList()))
        .put("preset", rules.preset().text())
        .put("rules", new JsonArray(overrides))
        .put("exclude", JsonArray.ofStrings(rules.excludes().stream().map(Glob::toString).toList()))
        .put("include", JsonArray.ofStrings(rules.includes().stream().map(Glob::toString).toList()))
        .put("cross_mounts", rules.crossMounts())
        .build();
  }

  /**
   * Reads rules.
   *
   * @param rules an object with {@code paths}; the rest has defaults: preset {@code binaries}, no
   *     patterns, no other file systems
   * @return the rules
   * @throws IllegalArgumentException if a member is malformed or not known; names it
   */
  public static ScanRules read(JsonObject rules) {
    for (String name : rules.names()) {
      if (!MEMBERS.contains(name)) {
        throw new IllegalArgumentException(
            "rules have no member "
                + name
                + "; there are paths, preset, rules, exclude, include,"
                + " cross_mounts");
      }
    }
    return new ScanRules(
        at("paths", () -> each(rules, "paths", ByteString::parse)),
        at("preset", () -> Preset.of(text(rules, "preset", Preset.BINARIES.text()))),
        at("rules", () -> overrides(rules)),
        at("exclude", () -> each(rules, "exclude", Glob::of)),
        at("include", () -> each(rules, "include", Glob::of)),
        at("cross_mounts", () -> flag(rules)));
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> T at(String member, Reading<T> reading) {
    try {
      return reading.read();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("/" + member + ": " + e.getMessage(), e);
    }
  }

  private static List<ScanRules.Override> overrides(JsonObject rules) {
    List<ScanRules.Override> overrides = new ArrayList<>();
    for (JsonValue value : values(rules, "rules")) {
      if (!(value instanceof JsonObject rule) || !rule.names().equals(Set.of("match", "preset"))) {
        throw new IllegalArgumentException("a rule is an object with match and preset");
      }
      overrides.add(
          new ScanRules.Override(
              Glob.of(text(rule, "match", "")), Preset.of(text(rule, "preset", ""))));
    }
    return overrides;
  }

  private static <T> List<T> each(JsonObject rules, String name, Function<String, T> reader) {
    List<T> read = new ArrayList<>();
    for (JsonValue value : values(rules, name)) {
      if (!(value instanceof JsonString text)) {
        throw new IllegalArgumentException("an array of strings is needed");
      }
      read.add(reader.apply(text.value()));
    }
    return read;
  }

  private static List<JsonValue> values(JsonObject rules, String name) {
    if (rules.get(name).isEmpty()) {
      return List.of();
    }
    return rules.array(name).orElseThrow(() -> new IllegalArgumentException("an array is needed"));
  }

  private static String text(JsonObject rules, String name, String absent) {
    if (rules.get(name).isEmpty()) {
      return absent;
    }
    return rules
        .string(name)
        .orElseThrow(() -> new IllegalArgumentException(name + " is a string"));
  }

  private static boolean flag(JsonObject rules) {
    return rules
        .get("cross_mounts")
        .map(value -> {
          if (value instanceof JsonBoolean flag) {
            return flag.value();
          }
          throw new IllegalArgumentException("true or false");
        })
        .orElse(false);
  }
}
