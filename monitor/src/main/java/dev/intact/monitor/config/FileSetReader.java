package dev.intact.monitor.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sets of files. */
final class FileSetReader {

  private static final int MAX_SETS = 1_000;
  private static final Pattern RATE = Pattern.compile("([0-9]{1,6})([KMG])");

  private FileSetReader() {}

  static List<FileSetSpec> read(List<Yaml> list, Function<FileSetSpec, Optional<String>> refusal)
      throws ConfigException {
    List<FileSetSpec> sets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Yaml yaml : list) {
      Yaml.Members in =
          yaml.members(
              "name",
              "paths",
              "preset",
              "rules",
              "include",
              "exclude",
              "cross_mounts",
              "rate",
              "priority");
      FileSetSpec spec = spec(in);
      Optional<String> wrong = refusal.apply(spec);
      if (wrong.isPresent()) {
        throw yaml.wrong(wrong.get());
      }
      if (!names.add(spec.name())) {
        throw in.need("name").wrong("there is a set " + spec.name() + " already");
      }
      sets.add(spec);
    }
    if (sets.size() > MAX_SETS) {
      throw list.getLast().wrong("at most " + MAX_SETS + " sets");
    }
    return sets;
  }

  private static FileSetSpec spec(Yaml.Members in) throws ConfigException {
    List<String> paths = new ArrayList<>();
    for (Yaml path : in.need("paths").list()) {
      paths.add(path.text());
    }
    return new FileSetSpec(
        in.need("name").text(),
        paths,
        in.get("preset").isPresent() ? Optional.of(in.need("preset").text()) : Optional.empty(),
        rules(in),
        in.texts("include"),
        in.texts("exclude"),
        in.flag("cross_mounts", false),
        rate(in),
        idle(in));
  }

  private static List<FileSetSpec.Rule> rules(Yaml.Members in) throws ConfigException {
    List<FileSetSpec.Rule> rules = new ArrayList<>();
    for (Yaml yaml : in.list("rules")) {
      Yaml.Members rule = yaml.members("match", "preset");
      rules.add(new FileSetSpec.Rule(rule.need("match").text(), rule.need("preset").text()));
    }
    return rules;
  }

  private static boolean idle(Yaml.Members in) throws ConfigException {
    if (in.get("priority").isEmpty()) {
      return false;
    }
    Yaml value = in.need("priority");
    if (!value.text().equals("idle") && !value.text().equals("normal")) {
      throw value.wrong("idle or normal is needed");
    }
    return value.text().equals("idle");
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
