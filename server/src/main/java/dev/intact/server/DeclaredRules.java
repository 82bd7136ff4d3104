package dev.intact.server;

import dev.intact.files.FileSet;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Glob;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.RateLimit;
import dev.intact.files.scan.ScanRules;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.monitor.config.FileSetSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
        spec.rules().stream()
            .map(r -> new ScanRules.Override(Glob.of(r.match()), Preset.of(r.preset())))
            .toList(),
        globs(spec.exclude()),
        globs(spec.include()),
        spec.crossMounts());
  }

  private static List<Glob> globs(List<String> patterns) {
    return patterns.stream().map(Glob::of).toList();
  }

  /** The set, read as the configuration says. */
  static FileSet gently(FileSet set, FileSetSpec spec) {
    return set.limited(new RateLimit(spec.bytesPerSecond())).idle(spec.idle());
  }

  /**
   * A check's report with whether the rules in force are those that are declared.
   *
   * @param report of the check
   * @param inForce the rules of the baseline
   * @param spec what is declared
   * @return the same report if they are; else with a finding that says so
   */
  public static CheckReport held(CheckReport report, ScanRules inForce, FileSetSpec spec) {
    if (inForce.equals(of(spec))) {
      return report;
    }
    Finding finding =
        Finding.of(
            Verdict.STALE,
            spec.name(),
            "the configuration declares other rules than its baseline has; record it anew: "
                + command(spec));
    Map<Verdict, Long> unexplained = new EnumMap<>(Verdict.class);
    unexplained.putAll(report.unexplained());
    unexplained.merge(finding.verdict(), 1L, Long::sum);
    List<Finding> findings = new ArrayList<>(report.findings());
    findings.addFirst(finding);
    return new CheckReport(
        report.kind(),
        report.subject(),
        unexplained,
        report.explained(),
        findings,
        report.coverage(),
        report.at(),
        report.duration());
  }

  /** What to type for a baseline of it. */
  static String command(FileSetSpec spec) {
    StringBuilder command = new StringBuilder("intact files baseline ").append(spec.name());
    spec.paths().forEach(p -> command.append(' ').append(p));
    command.append(" --preset ").append(spec.preset().orElse(Preset.BINARIES.text()));
    for (FileSetSpec.Rule rule : spec.rules()) {
      command.append(" --preset '").append(rule.match()).append('=').append(rule.preset());
      command.append('\'');
    }
    spec.exclude().forEach(g -> command.append(" --exclude '").append(g).append('\''));
    spec.include().forEach(g -> command.append(" --include '").append(g).append('\''));
    return command.append(spec.crossMounts() ? " --cross-mounts" : "").toString();
  }
}
