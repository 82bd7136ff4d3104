package dev.intact.files.dpkg;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explanation;
import dev.intact.files.explain.Grade;
import dev.intact.files.explain.PathReader;
import dev.intact.files.packages.Installed;
import dev.intact.files.packages.LocalFit;
import dev.intact.files.packages.Ownership;
import dev.intact.files.packages.Ownership.Owner;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides about one change after the other. Not thread-safe. */
final class DpkgJudge {

  private static final int MAX_NOTES = 20;

  private final DpkgPlaces places;
  private final PackageDatabase database;
  private final Ownership ownership;
  private final Archives archives;
  private final Accounts accounts;
  private final PathReader reader;
  private final Map<ByteString, Candidate> candidates;
  private final Map<Installed, Map<ByteString, String>> sums = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<Alternatives> alternatives = Optional.empty();

  DpkgJudge(
      DpkgPlaces places,
      PackageDatabase database,
      Ownership ownership,
      Archives archives,
      Accounts accounts,
      PathReader reader,
      Map<ByteString, Candidate> candidates) {
    this.places = places;
    this.database = database;
    this.ownership = ownership;
    this.archives = archives;
    this.accounts = accounts;
    this.reader = reader;
    this.candidates = candidates;
  }

  List<String> notes() {
    return notes;
  }

  Optional<Explanation> explain(Candidate change) throws IOException {
    if (change.verdict() == Verdict.MOVED) {
      return diverted(change);
    }
    if (change.after().isEmpty()) {
      return removed(change);
    }
    List<Owner> sources = DpkgExplainer.sources(ownership, change);
    for (Owner owner : sources) {
      Optional<Explanation> found = by(change, owner);
      if (found.isPresent()) {
        return found;
      }
    }
    Optional<Explanation> aside = putAside(change);
    if (aside.isPresent()) {
      return aside;
    }
    Optional<Explanation> alternative = alternative(change);
    return alternative.isPresent() ? alternative : again(change);
  }

  private Optional<Explanation> by(Candidate change, Owner owner) throws IOException {
    Optional<Archive> archive = archives.of(owner.one());
    if (archive.isEmpty()) {
      return locally(change, owner);
    }
    Archive.Item item = archive.get().files().get(owner.inPackage());
    Optional<String> misfit =
        item == null
            ? Optional.of("its archive does not hold it")
            : Fit.misfit(change, item, accounts);
    if (misfit.isPresent()) {
      note(change.path() + " is not explained by " + owner.one() + ": " + misfit.get());
      return Optional.empty();
    }
    return Optional.of(
        new Explanation(
            Grade.SIGNED,
            ownership.step(owner.one())
                + " by dpkg; all of it is as in "
                + Archives.name(owner.one())
                + ", whose digest is in "
                + archive.get().index()));
  }

  private void note(String text) {
    if (notes.size() < MAX_NOTES) {
      notes.add(text);
    }
  }

  /** Only what is listed can be said, and content by its MD5. */
  private Optional<Explanation> locally(Candidate change, Owner owner) throws IOException {
    if (!LocalFit.isWithin(change)) {
      return Optional.empty();
    }
    FileState now = change.after().orElseThrow();
    return switch (now.kind()) {
      case DIRECTORY -> local(owner, "it is listed as a directory of the package");
      case LINK -> link(change, owner);
      case REGULAR -> {
        Optional<String> sum = sum(change, owner);
        String hash = now.value(Field.HASH).orElse("");
        yield sum.isPresent() && reader.digest(change.path(), "MD5", hash).equals(sum.get())
            ? local(owner, "its content has the MD5 that dpkg has listed")
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private Optional<Explanation> local(Owner owner, String why) {
    return Optional.of(
        new Explanation(Grade.LOCAL, ownership.step(owner.one()) + " by dpkg; " + why));
  }

  private Optional<String> sum(Candidate change, Owner owner) throws IOException {
    ByteString file =
        owners(change.path(), owner)
            ? change.path()
            : DpkgExplainer.base(change.path()).orElse(change.path());
    Optional<String> conffile = database.conffile(file);
    if (conffile.isPresent()) {
      return conffile;
    }
    if (!sums.containsKey(owner.one())) {
      Set<ByteString> wanted = new HashSet<>();
      ownership
          .owners()
          .values()
          .forEach(list ->
              list.stream()
                  .filter(o -> o.one().equals(owner.one()))
                  .forEach(o -> wanted.add(o.inPackage())));
      sums.put(owner.one(), database.md5sums(owner.one(), wanted));
    }
    return Optional.ofNullable(sums.get(owner.one()).get(owner.inPackage()));
  }

  private boolean owners(ByteString path, Owner owner) {
    return ownership.owners().getOrDefault(path, List.of()).contains(owner);
  }

  /** The list says that there is a link, not where it leads: it must lead within its package. */
  private Optional<Explanation> link(Candidate change, Owner owner) {
    Optional<ByteString> target =
        change
            .after()
            .flatMap(s -> s.value(Field.TARGET))
            .flatMap(t -> DpkgExplainer.target(places, change.path(), t));
    boolean within =
        target.isPresent()
            && ownership.owners().getOrDefault(target.get(), List.of()).stream()
                .anyMatch(o -> o.one().equals(owner.one()));
    return within
        ? local(owner, "it is listed, and leads to a file of the package")
        : Optional.empty();
  }

  private Optional<Explanation> removed(Candidate change) {
    if (ownership.isOwned(change.path())) {
      return Optional.empty(); // it should be there
    }
    Installed formerly = ownership.then().owners().get(change.path());
    if (formerly == null) {
      return formerAlternative(change);
    }
    if (!ownership.isGone(formerly)) {
      return Optional.empty();
    }
    Installed today = ownership.now().get(formerly.key());
    if (today == null) {
      return Optional.of(
          new Explanation(
              Grade.LOCAL,
              "package " + formerly + " had it when the baseline was recorded, and was removed"));
    }
    Optional<Archive> archive = archives.of(today);
    boolean held =
        archive.isPresent()
            && database.paths().possible(change.path()).stream()
                .anyMatch(archive.get().files()::containsKey);
    if (held) {
      note(change.path() + " is gone, and " + Archives.name(today) + " holds it");
      return Optional.empty();
    }
    return Optional.of(
        archive
            .map(a ->
                new Explanation(
                    Grade.SIGNED,
                    ownership.step(today)
                        + " by dpkg; "
                        + Archives.name(today)
                        + " does not hold it any more, and its digest is in "
                        + a.index()))
            .orElseGet(() ->
                new Explanation(
                    Grade.LOCAL, ownership.step(today) + " by dpkg; it is not listed any more")));
  }

  private Optional<Explanation> diverted(Candidate change) {
    boolean only =
        change.changed().stream()
            .allMatch(f -> f == Field.CTIME || f == Field.MTIME || f == Field.LINKS);
    return change
        .from()
        .filter(from -> only)
        .flatMap(from -> database.paths().diversion(from, change.path()))
        .filter(d -> !d.by().equals(":"))
        .map(
            d -> new Explanation(Grade.LOCAL, "package " + d.by() + " diverted it by dpkg-divert"));
  }

  /** What dpkg put aside must be what was there before. */
  private Optional<Explanation> putAside(Candidate change) {
    Optional<PackagePaths.Diversion> diversion =
        database.paths().diversionTo(change.path()).filter(d -> !d.by().equals(":"));
    Optional<ByteString> base =
        diversion
            .map(d -> database.paths().actual(d.from(), d.by()))
            .or(() ->
                change.path().display().endsWith(DpkgExplainer.OLD)
                    ? DpkgExplainer.base(change.path()).filter(b -> !ownership.newer(b).isEmpty())
                    : Optional.empty());
    FileState now = change.after().orElseThrow();
    return base.flatMap(b -> Optional.ofNullable(candidates.get(b)))
        .flatMap(Candidate::before)
        .filter(was -> isSameFile(was, now))
        .map(was ->
            new Explanation(
                Grade.LOCAL,
                diversion
                        .map(d -> "package " + d.by() + " diverted it by dpkg-divert")
                        .orElse("dpkg put the configuration file aside that it replaced")
                    + "; it is as it was in the baseline"));
  }

  private static boolean isSameFile(FileState was, FileState now) {
    return was.kind() == now.kind()
        && was.value(Field.HASH).isPresent()
        && was.value(Field.HASH).equals(now.value(Field.HASH))
        && was.value(Field.MODE).equals(now.value(Field.MODE))
        && was.value(Field.OWNER).equals(now.value(Field.OWNER))
        && was.xattrs().equals(now.xattrs());
  }

  private Optional<Explanation> alternative(Candidate change) throws IOException {
    FileState now = change.after().orElseThrow();
    if (now.kind() != Kind.LINK || !LocalFit.isWithin(change)) {
      return Optional.empty();
    }
    ByteString target = ByteString.parse(now.value(Field.TARGET).orElse(""));
    Optional<ByteString> should =
        alternatives().entrySet().stream()
            .filter(e -> places.actual(e.getKey()).equals(change.path()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (should.isEmpty() || !should.get().equals(target)) {
      return Optional.empty();
    }
    boolean generic = target.display().startsWith("/etc/alternatives/");
    ByteString to = places.actual(generic ? alternatives().getOrDefault(target, target) : target);
    boolean came = !ownership.newer(to).isEmpty();
    boolean went =
        change
            .before()
            .flatMap(s -> s.value(Field.TARGET))
            .flatMap(t -> DpkgExplainer.target(places, change.path(), t))
            .flatMap(t -> Optional.ofNullable(ownership.then().owners().get(t)))
            .filter(ownership::isGone)
            .isPresent();
    return came || (went && ownership.isOwned(to)) || (generic && isNewlyLinked(target))
        ? Optional.of(
            new Explanation(
                Grade.LOCAL,
                "update-alternatives leads it to " + to + ", the best of those installed"))
        : Optional.empty();
  }

  /** A generic link is explained with the link in /etc/alternatives that it leads to. */
  private boolean isNewlyLinked(ByteString alternative) {
    Candidate other = candidates.get(places.actual(alternative));
    return other != null
        && other
            .after()
            .flatMap(s -> s.value(Field.TARGET))
            .flatMap(t -> DpkgExplainer.target(places, other.path(), t))
            .filter(t -> !ownership.newer(t).isEmpty())
            .isPresent();
  }

  private Map<ByteString, ByteString> alternatives() throws IOException {
    if (alternatives.isEmpty()) {
      alternatives = Optional.of(Alternatives.read(places));
    }
    return alternatives.get().targets();
  }

  private Optional<Explanation> formerAlternative(Candidate change) {
    Optional<String> target = change.before().flatMap(s -> s.value(Field.TARGET));
    boolean gone =
        target
            .flatMap(t -> DpkgExplainer.target(places, change.path(), t))
            .flatMap(t -> Optional.ofNullable(ownership.then().owners().get(t)))
            .filter(ownership::isGone)
            .isPresent();
    return gone && change.path().display().contains("/etc/alternatives/")
        ? Optional.of(
            new Explanation(
                Grade.LOCAL, "the package that this alternative led to was upgraded or removed"))
        : Optional.empty();
  }

  /** The same package unpacked once more: the same file in another inode. */
  private Optional<Explanation> again(Candidate change) throws IOException {
    boolean file = change.before().isPresent() && LocalFit.isReplacedBySame(change);
    if (!file && !LocalFit.isTimesOfDirectory(change)) {
      return Optional.empty();
    }
    Optional<Instant> changed =
        change.after().flatMap(s -> s.value(Field.CTIME)).map(Instant::parse);
    Optional<Instant> was = change.before().flatMap(s -> s.value(Field.CTIME)).map(Instant::parse);
    for (Owner owner : ownership.same(change.path())) {
      Optional<Instant> unpacked = database.unpacked(owner.one());
      if (changed.isPresent()
          && was.isPresent()
          && unpacked.isPresent()
          && !(file ? unpacked.get() : database.written()).isBefore(changed.get())
          && unpacked.get().isAfter(was.get())) {
        return Optional.of(
            new Explanation(
                Grade.LOCAL,
                "package "
                    + owner.one()
                    + " was unpacked again; nothing is different but the inode"));
      }
    }
    return Optional.empty();
  }
}
