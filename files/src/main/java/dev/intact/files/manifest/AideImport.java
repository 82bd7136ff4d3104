package dev.intact.files.manifest;

import dev.intact.files.explain.ByteLines;
import dev.intact.files.manifest.AidePattern.NoPatternException;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.Preset;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a configuration of AIDE as rules of a set. What has no counterpart, or not exactly the same
 * meaning, is told with its line; nothing is dropped in silence. Not thread-safe.
 */
public final class AideImport {

  private static final Pattern OPTION = Pattern.compile("([a-z][a-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern GROUP = Pattern.compile("([A-Za-z][A-Za-z0-9_]*)\\s*=\\s*(.+)");
  private static final Pattern SELECTION = Pattern.compile("([!=-]?)(/\\S*)(?:\\s+(.*))?");
  private static final Pattern VARIABLE = Pattern.compile("@@\\{([A-Za-z0-9_]+)\\}");
  private static final Set<String> OPTIONS =
      Set.of(
          "database",
          "database_in",
          "database_out",
          "database_new",
          "database_attrs",
          "database_add_metadata",
          "gzip_dbout",
          "log_level",
          "verbose",
          "report_url",
          "report_level",
          "report_format",
          "report_base16",
          "report_detailed_init",
          "report_quiet",
          "report_append",
          "report_grouped",
          "report_summarize_changes",
          "report_ignore_added_attrs",
          "report_ignore_removed_attrs",
          "report_ignore_changed_attrs",
          "report_force_attrs",
          "report_ignore_e2fsattrs",
          "num_workers",
          "root_prefix",
          "acl_no_symlink_follow",
          "warn_dead_symlinks",
          "config_version",
          "config_check_warn_unrestricted_rules",
          "syslog_format");

  private static final int MAX_INCLUDED = 10_000;

  private final AideGroups groups = new AideGroups();
  private final Map<String, String> variables = new HashMap<>();
  private final Deque<Boolean> conditions = new ArrayDeque<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final List<Selection> selections = new ArrayList<>();
  private final Map<String, Where> excludes = new LinkedHashMap<>();
  private final Optional<Path> given;
  private int included;
  private boolean unanchored;
  private boolean ended;

  /** Where something stands; no file for that which was given. */
  private record Where(Optional<Path> file, long line) {
    String text() {
      return file.map(f -> "line " + line + " of " + f).orElse("line " + line);
    }
  }

  private record Selection(
      String glob, boolean literal, boolean ended, Preset preset, Where line) {}

  private AideImport(Optional<Path> given) {
    this.given = given;
  }

  /**
   * What came of a configuration.
   *
   * @param rules as the configuration of a set has them; empty if nothing could be carried over
   * @param remarks what is otherwise, by lines
   */
  public record Imported(Optional<JsonObject> rules, List<Remark> remarks) {

    /** Copies. */
    public Imported {
      remarks = List.copyOf(remarks);
    }

    /**
     * The same as JSON.
     *
     * @return an object
     */
    public JsonObject toJson() {
      JsonObject.Builder json = JsonObject.builder();
      rules.ifPresent(r -> json.put("rules", r));
      return json.put(
              "remarks", new JsonArray(remarks.stream().<JsonValue>map(Remark::toJson).toList()))
          .build();
    }
  }

  /**
   * Reads a configuration, with what it includes. Programs that it includes are not run.
   *
   * @param in the configuration
   * @param file where it lies, if that is known: relative includes are found beside it
   * @return the rules
   * @throws IOException if it, or a file that it includes, cannot be read
   */
  public static Imported read(InputStream in, Optional<Path> file) throws IOException {
    AideImport aide = new AideImport(file);
    aide.read(in, Optional.empty(), 0);
    return new Imported(aide.rules(), aide.remarks);
  }

  private void read(InputStream in, Optional<Path> file, int depth) throws IOException {
    String source = file.map(Path::toString).orElse("the configuration");
    ByteLines lines = new ByteLines(in, source, Manifest.MAX_LINE);
    for (Optional<byte[]> l = lines.next(); l.isPresent(); l = lines.next()) {
      String line = new String(l.get(), StandardCharsets.UTF_8).strip();
      Where where = new Where(file, lines.number());
      if (line.matches("@@(x_)?include\\s.*")) {
        include(line, where, depth);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        line(line.replaceFirst("\\s+#.*$", ""), where);
      }
    }
  }

  /** What is included counts as if it stood there. */
  private void include(String line, Where where, int depth) throws IOException {
    if (conditions.contains(false)) {
      return;
    }
    if (depth == AideIncludes.MAX_DEPTH) {
      remark(where, line, "not carried over: deeper than " + depth + " files within each other");
      return;
    }
    List<Path> files;
    try {
      files = AideIncludes.of(line.split("\\s+"), where.file.or(() -> given));
    } catch (AideIncludes.RefusedException e) {
      remark(where, line, "not carried over: " + e.getMessage());
      return;
    }
    for (Path file : files) {
      if (++included > MAX_INCLUDED) {
        throw new IOException("more than " + MAX_INCLUDED + " files are included");
      }
      try (InputStream in = Files.newInputStream(file)) {
        read(in, Optional.of(file), depth + 1);
      }
    }
  }

  private void remark(Where where, String text, String what) {
    remarks.add(new Remark(where.file.map(Path::toString), where.line, text, what));
  }

  private void line(String line, Where number) {
    if (line.startsWith("@@") && !line.startsWith("@@{")) {
      directive(line, number);
      return;
    }
    if (conditions.contains(false)) {
      return;
    }
    Matcher names = VARIABLE.matcher(line);
    String text =
        names.replaceAll(
            m -> Matcher.quoteReplacement(variables.getOrDefault(m.group(1), m.group())));
    if (VARIABLE.matcher(text).find()) {
      remark(number, line, "not carried over: a variable is not defined");
      return;
    }
    Matcher selection = SELECTION.matcher(text);
    if (selection.matches()) {
      select(selection, text, number);
      return;
    }
    Matcher option = OPTION.matcher(text);
    if (option.matches() && OPTIONS.contains(option.group(1))) {
      remark(
          number,
          text,
          "not carried over: how AIDE keeps and reports, which is configured here otherwise");
      return;
    }
    Matcher group = GROUP.matcher(text);
    if (!group.matches()) {
      remark(number, text, "not carried over: not understood");
      return;
    }
    Optional<Set<String>> attributes = groups.evaluate(group.group(2));
    if (attributes.isEmpty()) {
      remark(number, text, "not carried over: it names an attribute or group that is not known");
      return;
    }
    groups.define(group.group(1), attributes.get());
    List<String> differences = AideGroups.differences(attributes.get());
    if (!differences.isEmpty()) {
      remark(number, text, String.join("; ", differences));
    }
  }

  private void directive(String line, Where number) {
    String[] words = line.split("\\s+", 3);
    String name = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "@@ifdef" -> conditions.addLast(variables.containsKey(name));
      case "@@ifndef" -> conditions.addLast(!variables.containsKey(name));
      case "@@ifhost", "@@ifnhost", "@@if" -> {
        remark(
            number, line, "not carried over, up to its end: the condition is not evaluated here");
        conditions.addLast(false);
      }
      case "@@else" -> {
        Boolean last = conditions.pollLast();
        if (last != null) {
          conditions.addLast(!last);
        }
      }
      case "@@endif" -> conditions.pollLast();
      case "@@define" -> {
        if (!conditions.contains(false)) {
          variables.put(name, words.length > 2 ? words[2] : "");
        }
      }
      case "@@undef" -> variables.remove(name);
      default -> {
        if (!conditions.contains(false)) {
          remark(number, line, "not carried over: a directive that is not known");
        }
      }
    }
  }

  private void select(Matcher selection, String text, Where number) {
    String sign = selection.group(1);
    AidePattern pattern;
    try {
      pattern = AidePattern.of(selection.group(2));
    } catch (NoPatternException e) {
      remark(number, text, "not carried over: " + e.getMessage());
      return;
    }
    if (sign.equals("=") || sign.equals("-")) {
      remark(
          number,
          text,
          "not carried over: a directory without what lies under it cannot be a rule");
      return;
    }
    String rest = Optional.ofNullable(selection.group(3)).orElse("").strip();
    String[] words = rest.isEmpty() ? new String[0] : rest.split("\\s+");
    boolean restricted = words.length == (sign.equals("!") ? 1 : 2);
    if (restricted) {
      remark(number, text, "the restriction to types is not carried over: all types are meant");
    }
    told(pattern, number, text);
    if (sign.equals("!")) {
      if (restricted) {
        remarks.removeLast();
        remark(number, text, "not carried over: it leaves out some types only");
        return;
      }
      for (String glob : pattern.globs()) {
        excludes.putIfAbsent(glob, number);
      }
      return;
    }
    Optional<Set<String>> attributes =
        words.length == 0 ? Optional.empty() : groups.evaluate(words[words.length - 1]);
    if (attributes.isEmpty()) {
      remark(number, text, "not carried over: its attributes are not known");
      return;
    }
    for (String glob : pattern.globs()) {
      boolean literal = pattern.literal() || !glob.matches(".*[*?\\[].*");
      selections.add(
          new Selection(
              glob, literal, pattern.ended(), AideGroups.preset(attributes.get()), number));
    }
  }

  private void told(AidePattern pattern, Where number, String text) {
    boolean open = !pattern.ended() && !pattern.globs().getFirst().endsWith("**");
    if (open && !unanchored && !text.contains("(/|$)")) {
      unanchored = true;
      remark(
          number,
          text,
          "without $ AIDE means all that begins so; here, and further on, it is this path and what"
              + " lies under it");
    }
    if (pattern.ended() && pattern.literal() && !ended) {
      ended = true;
      remark(
          number,
          text,
          "with $ AIDE means this path alone; here, and further on, what lies under it is meant too");
    }
  }

  private Optional<JsonObject> rules() {
    List<Selection> roots = new ArrayList<>();
    List<Selection> overrides = new ArrayList<>();
    for (Selection one : selections) {
      if (!one.literal) {
        overrides.add(one);
        continue;
      }
      boolean within =
          selections.stream()
              .anyMatch(o -> o != one && o.literal && isBefore(o, one) && isWithin(one, o));
      (within ? overrides : roots).add(one);
    }
    if (roots.isEmpty()) {
      return Optional.empty();
    }
    Preset preset = roots.getFirst().preset;
    roots.stream().filter(r -> r.preset != preset).forEach(overrides::add);
    overrides.sort(Comparator.comparing((Selection s) -> -s.glob.length()));
    List<JsonValue> rules = new ArrayList<>();
    for (Selection one : overrides) {
      if (!one.literal && roots.stream().noneMatch(r -> one.glob.startsWith(r.glob))) {
        remark(one.line, one.glob, "not carried over: it lies within no path that is looked at");
        continue;
      }
      rules.add(rule(one.glob, one.preset));
      if (one.literal || !one.ended) {
        rules.add(rule(one.glob + (one.glob.endsWith("**") ? "" : "/**"), one.preset));
      }
    }
    selections.stream()
        .filter(s -> s.literal)
        .forEach(s ->
            excludes.forEach((glob, line) -> {
              if (isExcluded(s, glob)) {
                remark(s.line, s.glob, "is not looked at: " + line.text() + " leaves it out");
              }
            }));
    return Optional.of(
        JsonObject.builder()
            .put(
                "paths",
                JsonArray.ofStrings(roots.stream().map(Selection::glob).distinct().toList()))
            .put("preset", preset.text())
            .put("rules", new JsonArray(rules))
            .put("exclude", JsonArray.ofStrings(List.copyOf(excludes.keySet())))
            .put("include", JsonArray.ofStrings(List.of()))
            .put("cross_mounts", false)
            .build());
  }

  private static JsonObject rule(String match, Preset preset) {
    return JsonObject.builder().put("match", match).put("preset", preset.text()).build();
  }

  private boolean isBefore(Selection a, Selection b) {
    return !a.glob.equals(b.glob) || selections.indexOf(a) < selections.indexOf(b);
  }

  private static boolean isWithin(Selection inner, Selection outer) {
    return PathOrder.isWithin(ByteString.parse(inner.glob), ByteString.parse(outer.glob));
  }

  private static boolean isExcluded(Selection one, String glob) {
    Glob pattern = Glob.of(glob);
    ByteString at = ByteString.parse(one.glob);
    while (at.length() > 1) {
      if (pattern.matches(at)) {
        return true;
      }
      at = PathOrder.parent(at);
    }
    return false;
  }
}
