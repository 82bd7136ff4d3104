package dev.intact.server;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.monitor.config.FileSetSpec;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a configuration's declaration of a set of files means. */
public final class DeclaredRules {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private DeclaredRules() {}

  /** Why it means nothing. */
  static Optional<String> refusal(FileSetSpec spec) {
    if (!NAME.matcher(spec.name()).matches() || spec.name().contains("..")) {
      return Optional.of(
          "a set's name is a letter or digit, then up to 63 of A-Z a-z 0-9 . _ - without two points in a row");
    }
    try {
      ScanRules unused = of(spec);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The rules.
   *
   * @param spec what is declared
   * @return what is looked at
   * @throws IllegalArgumentException if they are none
   */
  public static ScanRules of(FileSetSpec spec) {
    return new ScanRules(
        spec.paths().stream().map(ByteString::parse).toList(),
        spec.preset().map(Preset::of).orElse(Preset.BINARIES),
        globs(spec.exclude()),
        globs(spec.include()),
        spec.crossMounts());
  }

  private static List<Glob> globs(List<String> patterns) {
    return patterns.stream().map(Glob::of).toList();
  }

  /** What to type for a baseline of it. */
  static String command(FileSetSpec spec) {
    StringBuilder command = new StringBuilder("intact files baseline ").append(spec.name());
    spec.paths().forEach(p -> command.append(' ').append(p));
    command.append(" --preset ").append(spec.preset().orElse(Preset.BINARIES.text()));
    spec.exclude().forEach(g -> command.append(" --exclude '").append(g).append('\''));
    spec.include().forEach(g -> command.append(" --include '").append(g).append('\''));
    return command.append(spec.crossMounts() ? " --cross-mounts" : "").toString();
  }
}
