package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonObject;
import java.io.IOException;
import java.util.List;

/** The rules of a set in its baseline's record. */
final class RulesJson {

  private RulesJson() {}

  static JsonObject write(ScanRules rules) {
    return JsonObject.builder()
        .put("paths", JsonArray.ofStrings(rules.roots().stream().map(ByteString::display).toList()))
        .put("preset", rules.preset().text())
        .put("exclude", JsonArray.ofStrings(rules.excludes().stream().map(Glob::toString).toList()))
        .put("include", JsonArray.ofStrings(rules.includes().stream().map(Glob::toString).toList()))
        .put("cross_mounts", rules.crossMounts())
        .build();
  }

  static ScanRules read(JsonObject rules) throws IOException {
    try {
      return new ScanRules(
          Members.strings(rules, "paths").stream().map(ByteString::parse).toList(),
          Preset.of(Members.string(rules, "preset")),
          globs(rules, "exclude"),
          globs(rules, "include"),
          rules.get("cross_mounts").equals(java.util.Optional.of(new JsonBoolean(true))));
    } catch (IllegalArgumentException e) {
      throw new IOException("the rules of the baseline are none: " + e.getMessage(), e);
    }
  }

  private static List<Glob> globs(JsonObject rules, String name) throws IOException {
    return Members.strings(rules, name).stream().map(Glob::of).toList();
  }
}
