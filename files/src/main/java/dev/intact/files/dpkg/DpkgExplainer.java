package dev.intact.files.dpkg;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explained;
import dev.intact.files.explain.Explainer;
import dev.intact.files.explain.Explanation;
import dev.intact.files.explain.Memory;
import dev.intact.files.explain.PathReader;
import dev.intact.files.packages.Ownership;
import dev.intact.files.packages.Ownership.Owner;
import dev.intact.files.packages.Snapshot;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.PathOrder;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Explains what dpkg did since the baseline. A file must be as a package has it, and the package
 * must have come, gone or become newer since; a package that is as it was explains no new content.
 *
 * <p>Where an archive is at hand whose digest a signed index has, it alone decides, with mode,
 * owner and the rest (grade A); else dpkg's own files do, which know no more than an MD5 of content
 * (grade B). Reads streams; holds what concerns the candidates.
 */
public final class DpkgExplainer implements Explainer {

  private static final String FORM = "intact-dpkg/v1";
  static final String OLD = ".dpkg-old";
  static final String DIST = ".dpkg-dist";

  private final DpkgPlaces places;

  /**
   * An explainer.
   *
   * @param places where dpkg and apt lie
   */
  public DpkgExplainer(DpkgPlaces places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "dpkg";
  }

  @Override
  public void remember(List<ByteString> roots, OutputStream out) throws IOException {
    if (PackageDatabase.exists(places)) {
      Set<String> keys = Keyrings.fingerprints(Keyrings.read(places));
      Snapshot.write(FORM, PackageDatabase.read(places), keys, roots, out);
    }
  }

  @Override
  public Explained explain(List<Candidate> candidates, Memory memory)
      throws IOException, InterruptedException {
    if (!PackageDatabase.exists(places)) {
      return Explained.NOTHING;
    }
    PackageDatabase database = PackageDatabase.read(places);
    Set<ByteString> wanted = wanted(candidates);
    Snapshot then = Snapshot.read(FORM, memory, wanted);
    if (!then.present()) {
      return new Explained(
          Map.of(),
          List.of(
              "the baseline was recorded without the packages of its time: record it anew to have"
                  + " upgrades explained"));
    }
    Ownership ownership = Ownership.find(database, then, wanted, DebianVersion::compare);
    Archives archives = Archives.find(places, database.paths(), ownership, candidates);
    Map<ByteString, Explanation> found = new HashMap<>();
    List<String> notes = new ArrayList<>(archives.notes());
    try (PathReader reader = PathReader.open()) {
      DpkgJudge judge =
          new DpkgJudge(
              places,
              database,
              ownership,
              archives,
              Accounts.read(places.root()),
              reader,
              byPath(candidates));
      for (Candidate candidate : candidates) {
        judge.explain(candidate).ifPresent(e -> found.put(candidate.path(), e));
      }
      notes.addAll(judge.notes());
    }
    return new Explained(found, notes);
  }

  private static Map<ByteString, Candidate> byPath(List<Candidate> candidates) {
    Map<ByteString, Candidate> paths = new HashMap<>();
    candidates.forEach(c -> paths.put(c.path(), c));
    return paths;
  }

  /** The paths about which the package database is asked. */
  private Set<ByteString> wanted(List<Candidate> candidates) {
    Set<ByteString> wanted = new HashSet<>();
    for (Candidate candidate : candidates) {
      wanted.add(candidate.path());
      candidate.from().ifPresent(wanted::add);
      base(candidate.path()).ifPresent(wanted::add);
      for (Optional<FileState> state : List.of(candidate.before(), candidate.after())) {
        state
            .flatMap(s -> s.value(Field.TARGET))
            .flatMap(t -> target(places, candidate.path(), t))
            .ifPresent(wanted::add);
      }
    }
    return wanted;
  }

  /** The configuration file beside which dpkg put another version. */
  static Optional<ByteString> base(ByteString path) {
    String text = path.display();
    for (String suffix : List.of(OLD, DIST)) {
      if (text.endsWith(suffix)) {
        return Optional.of(ByteString.parse(text.substring(0, text.length() - suffix.length())));
      }
    }
    return Optional.empty();
  }

  /** Where a link leads on this system, without following others. */
  static Optional<ByteString> target(DpkgPlaces places, ByteString link, String target) {
    try {
      ByteString to = ByteString.parse(target);
      String text = to.display();
      if (text.startsWith("/")) {
        return Optional.of(places.actual(to));
      }
      ByteString directory = PathOrder.parent(link);
      while (text.startsWith("../")) {
        directory = PathOrder.parent(directory);
        text = text.substring(3);
      }
      String base = directory.display();
      return text.contains("../")
          ? Optional.empty()
          : Optional.of(ByteString.parse((base.equals("/") ? "" : base) + "/" + text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The newer packages that a candidate may come from. */
  static List<Owner> sources(Ownership ownership, Candidate candidate) {
    List<Owner> newer = ownership.newer(candidate.path());
    return newer.isEmpty() && candidate.verdict() == Verdict.ADDED
        ? base(candidate.path()).map(ownership::newer).orElse(List.of())
        : newer;
  }
}
