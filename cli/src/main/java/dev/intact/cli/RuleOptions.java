package dev.intact.cli;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.monitor.config.ConfigException;
import dev.intact.monitor.config.ConfigReader;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.FileSetSpec;
import dev.intact.server.DeclaredRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "paths and rules as the set has them in this YAML file, instead of here")
  private Optional<Path> config = Optional.empty();

  /** Of what was typed, or of the file. */
  ScanRules rules(String set, List<ByteString> paths) throws IOException {
    if (config.isPresent()) {
      boolean typed = !presets.isEmpty() || !excludes.isEmpty() || !includes.isEmpty();
      if (typed || crossMounts || !paths.isEmpty()) {
        throw new IllegalArgumentException("--config goes with neither paths nor rules");
      }
      return DeclaredRules.of(spec(config.get(), set));
    }
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("name the paths of the set, or --config FILE");
    }
    return typed(paths);
  }

  /** How fast the file says that the set is read. */
  Pace declaredPace(String set) throws IOException {
    return config.isPresent() ? Pace.of(spec(config.get(), set)) : Pace.FULL;
  }

  /** What a file declares of a set. */
  static FileSetSpec spec(Path file, String set) throws IOException {
    try {
      Defaults defaults = Defaults.none(ZoneId.systemDefault());
      return ConfigReader.read(file.toString(), Files.readString(file), defaults)
          .fileSet(set)
          .orElseThrow(() -> new IllegalArgumentException(file + " declares no set " + set));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private ScanRules typed(List<ByteString> paths) {
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
