package dev.intact.monitor.config;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sets of files. */
final class FileSetReader {

  private static final int MAX_SETS = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern RATE = Pattern.compile("([0-9]{1,6})([KMG])");

  private FileSetReader() {}

  static List<FileSetSpec> read(List<Yaml> list) throws ConfigException {
    List<FileSetSpec> sets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml yaml : list) {
      Yaml.Members in =
          yaml.members("name", "paths", "preset", "include", "exclude", "cross_mounts", "rate");
      String name = name(in.need("name"));
      if (!names.add(name)) {
        throw in.need("name").wrong("there is a set " + name + " already");
      }
      sets.add(new FileSetSpec(name, rules(in), rate(in)));
    }
    if (sets.size() > MAX_SETS) {
      throw list.getLast().wrong("at most " + MAX_SETS + " sets");
    }
    return sets;
  }

  private static String name(Yaml value) throws ConfigException {
    String name = value.text();
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw value.wrong(
          "a set's name is a letter or digit, then up to 63 of A-Z a-z 0-9 . _ - without two points in a row");
    }
    return name;
  }

  private static ScanRules rules(Yaml.Members in) throws ConfigException {
    List<ByteString> paths = each(in.need("paths").list(), ByteString::parse);
    List<Glob> excludes = each(in.list("exclude"), Glob::of);
    List<Glob> includes = each(in.list("include"), Glob::of);
    boolean crossMounts = in.flag("cross_mounts", false);
    Preset preset = Preset.BINARIES;
    if (in.get("preset").isPresent()) {
      preset = each(List.of(in.need("preset")), Preset::of).getFirst();
    }
    try {
      return new ScanRules(paths, preset, excludes, includes, crossMounts);
    } catch (IllegalArgumentException e) {
      throw in.need("paths").wrong(String.valueOf(e.getMessage()));
    }
  }

  private static <T> List<T> each(List<Yaml> list, Function<String, T> parser)
      throws ConfigException {
    List<T> all = new ArrayList<>();
    for (Yaml yaml : list) {
      String text = yaml.text();
      try {
        all.add(parser.apply(text));
      } catch (IllegalArgumentException e) {
        throw yaml.wrong(String.valueOf(e.getMessage()));
      }
    }
    return all;
  }

  private static long rate(Yaml.Members in) throws ConfigException {
    if (in.get("rate").isEmpty()) {
      return 0;
    }
    Yaml value = in.need("rate");
    Matcher parts = RATE.matcher(value.text());
    long count = parts.matches() ? Long.parseLong(parts.group(1)) : 0;
    if (count == 0) {
      throw value.wrong("bytes a second as 500K, 20M or 1G are needed");
    }
    return switch (parts.group(2)) {
      case "K" -> count << 10;
      case "M" -> count << 20;
      default -> count << 30;
    };
  }
}
