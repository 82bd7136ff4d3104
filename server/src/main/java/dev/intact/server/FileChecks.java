package dev.intact.server;

import dev.intact.files.FileSet;
import dev.intact.files.FileSets;
import dev.intact.files.FilesException;
import dev.intact.files.SetDecision;
import dev.intact.finding.Check;
import dev.intact.finding.CheckFailedException;
import dev.intact.finding.CheckReport;
import dev.intact.monitor.config.FileSetSpec;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.report.Approval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Checks of sets of files: those that have a baseline, and those that the configuration declares. A
 * baseline is what somebody vouches for, so that none is made here: a set that is declared and has
 * none, or one of other rules, is found. Thread-safe.
 */
final class FileChecks {

  static final String KIND = "files";

  private static final System.Logger LOG = System.getLogger(FileChecks.class.getName());

  private static final String ACTOR = "intact:monitor";

  private final FileSets files;
  private final Supplier<MonitorConfig> config;

  FileChecks(FileSets files, Supplier<MonitorConfig> config) {
    this.files = files;
    this.config = config;
  }

  List<String> names() {
    Set<String> names = new TreeSet<>(files.names());
    config.get().files().forEach(f -> names.add(f.name()));
    return List.copyOf(names);
  }

  Check check(String name) throws CheckFailedException {
    Optional<FileSetSpec> declared = config.get().fileSet(name);
    FileSet set;
    try {
      set = files.set(name);
    } catch (FilesException e) {
      throw new CheckFailedException(
          declared.isPresent()
              ? "set "
                  + name
                  + " has no baseline yet; record one: "
                  + DeclaredRules.command(declared.get())
              : String.valueOf(e.getMessage()),
          e);
    }
    return declared.isPresent()
        ? new Declared(set, DeclaredRules.gently(set, declared.get()), declared.get())
        : set.asCheck(ACTOR);
  }

  /** Baselines and acceptances of all sets; unknown if those of any cannot be read. */
  Optional<List<Approval>> approvals(Instant since) throws InterruptedException {
    List<Approval> all = new ArrayList<>();
    try {
      for (String name : files.names()) {
        for (SetDecision one : files.set(name).decisions(since)) {
          all.add(
              new Approval(
                  one.at(), name, one.decision().by(), one.decision().reason(), one.what()));
        }
      }
    } catch (FilesException e) {
      LOG.log(System.Logger.Level.WARNING, "what was approved cannot be told", e);
      return Optional.empty();
    }
    all.sort(Comparator.comparing(Approval::at));
    return Optional.of(all);
  }

  /** The check of a set, and whether its baseline is of what is declared. */
  private record Declared(FileSet set, FileSet limited, FileSetSpec spec) implements Check {

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String subject() {
      return spec.name();
    }

    @Override
    public CheckReport run(LongConsumer progress)
        throws CheckFailedException, InterruptedException {
      CheckReport report = limited.asCheck(ACTOR).run(progress);
      try {
        return DeclaredRules.held(report, set.rules(), spec);
      } catch (FilesException e) {
        throw new CheckFailedException(String.valueOf(e.getMessage()), e);
      }
    }
  }
}
