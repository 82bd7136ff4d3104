package dev.intact.cli;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What a set looks at. */
final class RuleOptions {

  @Option(
      names = "--preset",
      paramLabel = "PRESET|GLOB=PRESET",
      description = {
        "what must stay as it is: binaries (everything; the default), config (not times and",
        "inodes), logs (may grow at the end), content (what is in files, nothing else); for the",
        "paths of a pattern another one, the first that matches counts"
      })
  private List<String> presets = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = {
        "leave out what matches, with all that is under it; *, **, ?, [a-z]; a pattern without a",
        "slash at its beginning is that of a name in any directory"
      })
  private List<String> excludes = List.of();

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "if given, only files that match one")
  private List<String> includes = List.of();

  @Option(names = "--cross-mounts", description = "enter other file systems")
  private boolean crossMounts;

  ScanRules rules(List<ByteString> paths) {
    Preset preset = Preset.BINARIES;
    List<ScanRules.Override> overrides = new ArrayList<>();
    for (String text : presets) {
      int equals = text.lastIndexOf('=');
      if (equals < 0) {
        preset = Preset.of(text);
      } else {
        overrides.add(
            new ScanRules.Override(
                Glob.of(text.substring(0, equals)), Preset.of(text.substring(equals + 1))));
      }
    }
    return new ScanRules(paths, preset, overrides, globs(excludes), globs(includes), crossMounts);
  }

  private static List<Glob> globs(List<String> patterns) {
    return patterns.stream().map(Glob::of).toList();
  }
}
