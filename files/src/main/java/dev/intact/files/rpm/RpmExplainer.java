package dev.intact.files.rpm;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explained;
import dev.intact.files.explain.Explainer;
import dev.intact.files.explain.Explanation;
import dev.intact.files.explain.Grade;
import dev.intact.files.explain.Memory;
import dev.intact.files.explain.PathReader;
import dev.intact.files.packages.Installed;
import dev.intact.files.packages.LocalFit;
import dev.intact.files.packages.Ownership;
import dev.intact.files.packages.Ownership.Owner;
import dev.intact.files.packages.Snapshot;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.files.scan.PathOrder;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Explains what rpm did since the baseline, by its database on this machine: grade B, never more.
 * The signatures of packages are not followed, so owner, mode, set-id bits and extended attributes
 * that changed stay violations. Files are known by their SHA-256, or by MD5 in packages that have
 * nothing better.
 */
public final class RpmExplainer implements Explainer {

  private static final String FORM = "intact-rpm/v1";
  private static final int DIRECTORY = 4;
  private static final int REGULAR = 8;
  private static final int LINK = 10;

  private final Path root;

  /**
   * An explainer.
   *
   * @param root under which packages are unpacked; {@code /} for the running system
   */
  public RpmExplainer(Path root) {
    this.root = root;
  }

  @Override
  public String name() {
    return "rpm";
  }

  @Override
  public void remember(List<ByteString> roots, OutputStream out)
      throws IOException, InterruptedException {
    Optional<String> home = RpmDatabase.home(root);
    if (home.isPresent()) {
      RpmDatabase database =
          RpmDatabase.read(
              root, home.get(), path -> roots.stream().anyMatch(r -> PathOrder.isWithin(path, r)));
      Snapshot.write(FORM, database, Set.of(), roots, out);
    }
  }

  @Override
  public Explained explain(List<Candidate> candidates, Memory memory)
      throws IOException, InterruptedException {
    Optional<String> home = RpmDatabase.home(root);
    if (home.isEmpty()) {
      return Explained.NOTHING;
    }
    Set<ByteString> wanted = new HashSet<>();
    candidates.forEach(c -> wanted.add(c.path()));
    Snapshot then = Snapshot.read(FORM, memory, wanted);
    if (!then.present()) {
      return new Explained(
          Map.of(),
          List.of(
              "the baseline was recorded without the packages of its time: record it anew to have"
                  + " upgrades explained"));
    }
    RpmDatabase database = RpmDatabase.read(root, home.get(), wanted::contains);
    Ownership ownership = Ownership.find(database, then, wanted, RpmVersion::compare);
    Map<ByteString, Explanation> found = new HashMap<>();
    try (PathReader reader = PathReader.open()) {
      for (Candidate candidate : candidates) {
        explain(candidate, database, ownership, reader)
            .ifPresent(why -> found.put(candidate.path(), new Explanation(Grade.LOCAL, why)));
      }
    }
    return new Explained(found, List.of());
  }

  private static Optional<String> explain(
      Candidate change, RpmDatabase database, Ownership ownership, PathReader reader)
      throws IOException {
    if (change.verdict() == Verdict.MOVED) {
      return Optional.empty();
    }
    if (change.after().isEmpty()) {
      return removed(change, ownership);
    }
    if (!LocalFit.isWithin(change)) {
      return Optional.empty();
    }
    for (Owner owner : ownership.newer(change.path())) {
      Optional<RpmDatabase.Item> item = database.item(owner.one(), change.path());
      if (item.isPresent() && isAs(change, item.get(), reader)) {
        return Optional.of(
            ownership.step(owner.one()) + " by rpm; it is as rpm has it in its database");
      }
    }
    return Optional.empty();
  }

  private static boolean isAs(Candidate change, RpmDatabase.Item item, PathReader reader)
      throws IOException {
    FileState now = change.after().orElseThrow();
    return switch (item.type()) {
      case DIRECTORY -> now.kind() == Kind.DIRECTORY;
      case LINK ->
          now.kind() == Kind.LINK
              && now.value(Field.TARGET)
                  .equals(Optional.of(ByteString.utf8(item.link()).display()));
      case REGULAR -> {
        String hash = now.value(Field.HASH).orElse("");
        yield now.kind() == Kind.REGULAR
            && switch (item.digest().length()) {
              case 64 -> item.digest().equals(hash);
              case 32 -> reader.digest(change.path(), "MD5", hash).equals(item.digest());
              default -> false;
            };
      }
      default -> false;
    };
  }

  private static Optional<String> removed(Candidate change, Ownership ownership) {
    Installed formerly = ownership.then().owners().get(change.path());
    if (ownership.isOwned(change.path()) || formerly == null || !ownership.isGone(formerly)) {
      return Optional.empty();
    }
    Installed today = ownership.now().get(formerly.key());
    return Optional.of(
        today == null
            ? "package " + formerly + " had it when the baseline was recorded, and was removed"
            : ownership.step(today) + " by rpm; it is not listed any more");
  }
}
