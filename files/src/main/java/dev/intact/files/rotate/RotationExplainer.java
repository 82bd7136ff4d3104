package dev.intact.files.rotate;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Explained;
import dev.intact.files.explain.Explainer;
import dev.intact.files.explain.Explanation;
import dev.intact.files.explain.Grade;
import dev.intact.files.explain.Memory;
import dev.intact.files.explain.PathReader;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Explains the rotation of files that only grow: renamed, copied and truncated, compressed by gzip.
 * It is explained by content alone: what a log held in the baseline must be the beginning of
 * another file of its family. Only the oldest may be gone, when as many are there as before.
 */
public final class RotationExplainer implements Explainer {

  private static final Set<Field> NEW_CONTENT = EnumSet.of(Field.SIZE, Field.HASH);

  /** One that keeps nothing. */
  public RotationExplainer() {}

  @Override
  public String name() {
    return "rotation";
  }

  @Override
  public void remember(List<ByteString> roots, OutputStream out) {
    // The baseline itself has the hashes that are looked for.
  }

  @Override
  public Explained explain(List<Candidate> candidates, Memory memory)
      throws IOException, InterruptedException {
    Map<String, List<Candidate>> families = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      boolean grows = candidate.before().or(candidate::after).filter(FileState::prefix).isPresent();
      if (grows) {
        String stem = Family.of(candidate.path()).stem();
        families.computeIfAbsent(stem, s -> new ArrayList<>()).add(candidate);
      }
    }
    Map<ByteString, Explanation> found = new HashMap<>();
    if (families.isEmpty()) {
      return Explained.NOTHING;
    }
    List<String> notes = new ArrayList<>();
    try (PathReader reader = PathReader.open()) {
      for (List<Candidate> family : families.values()) {
        found.putAll(new Rotated(family, reader, notes).explain());
      }
    }
    return new Explained(found, notes);
  }

  /** One family. */
  private static final class Rotated {
    private final List<Candidate> family;
    private final PathReader reader;
    private final List<String> notes;
    private final Map<ByteString, ByteString> heldIn = new HashMap<>();
    private final Map<ByteString, ByteString> holds = new TreeMap<>();

    Rotated(List<Candidate> family, PathReader reader, List<String> notes) {
      this.family = family;
      this.reader = reader;
      this.notes = notes;
    }

    Map<ByteString, Explanation> explain() throws InterruptedException {
      search();
      Map<ByteString, Explanation> found = new HashMap<>();
      for (Candidate candidate : family) {
        explain(candidate)
            .ifPresent(why -> found.put(candidate.path(), new Explanation(Grade.ROTATED, why)));
      }
      return found;
    }

    /** Where the old contents are now. */
    private void search() throws InterruptedException {
      TreeSet<Long> lengths = new TreeSet<>();
      family.forEach(c -> c.before().ifPresent(s -> lengths.add(size(s))));
      for (Candidate now : family) {
        if (now.after().isEmpty() || now.after().get().kind() != Kind.REGULAR) {
          continue;
        }
        Contents contents = contents(now, now.after().get(), lengths);
        for (Candidate was : family) {
          Optional<FileState> before = was.before();
          if (before.isPresent()
              && !oldPath(was).equals(now.path())
              && before.get().value(Field.HASH).isPresent()
              && before
                  .get()
                  .value(Field.HASH)
                  .equals(contents.beginning(oldPath(was), size(before.get())))) {
            heldIn.putIfAbsent(oldPath(was), now.path());
            holds.putIfAbsent(now.path(), oldPath(was));
          }
        }
      }
    }

    private static ByteString oldPath(Candidate candidate) {
      return candidate.from().orElse(candidate.path());
    }

    private static long size(FileState state) {
      return state.value(Field.SIZE).map(Long::parseUnsignedLong).orElse(0L);
    }

    /** Hashes of the beginnings of a file as it is, and unpacked. */
    private record Contents(Map<Long, String> plain, Map<Long, String> unpacked) {

      /** What was compressed is compared as it is, what was not may have been compressed since. */
      Optional<String> beginning(ByteString was, long length) {
        Map<Long, String> of = Family.of(was).packing() == Packing.NONE ? unpacked : plain;
        return Optional.ofNullable(of.get(length));
      }
    }

    /** What is read must be the file that was scanned. */
    private Contents contents(Candidate now, FileState state, TreeSet<Long> lengths)
        throws InterruptedException {
      try {
        TreeSet<Long> all = new TreeSet<>(lengths);
        all.add(size(state));
        Map<Long, String> plain = Prefixes.of(reader, now.path(), Packing.NONE, all);
        if (state.value(Field.HASH).equals(Optional.ofNullable(plain.get(size(state))))) {
          Packing packing = Family.of(now.path()).packing();
          return new Contents(
              plain,
              packing == Packing.NONE ? plain : Prefixes.of(reader, now.path(), packing, lengths));
        }
      } catch (IOException e) {
        notes.add(now.path() + " cannot be read as a rotated log: " + e.getMessage());
      }
      return new Contents(Map.of(), Map.of());
    }

    private Optional<String> explain(Candidate candidate) {
      if (candidate.after().isPresent()
          && candidate.before().isPresent()
          && !NEW_CONTENT.containsAll(candidate.changed())) {
        return Optional.empty(); // owner, mode and the like stay when a log is rotated
      }
      if (candidate.before().isEmpty()) {
        return added(candidate);
      }
      Optional<String> old = old(candidate);
      if (old.isEmpty() || candidate.after().isEmpty() || candidate.from().isPresent()) {
        return old;
      }
      boolean begun = Family.of(candidate.path()).isActive();
      ByteString inside = holds.get(candidate.path());
      if (inside != null) {
        return Optional.of("it holds now what " + inside + " held; " + old.get());
      }
      return begun || isBetween(candidate)
          ? Optional.of("begun anew; " + old.get())
          : Optional.empty();
    }

    /** What became of the old content. */
    private Optional<String> old(Candidate candidate) {
      ByteString path = oldPath(candidate);
      ByteString target = heldIn.get(path);
      if (candidate.from().isPresent() && heldIn.get(path) == null) {
        return Optional.empty();
      }
      if (target != null) {
        return Optional.of("what it held is whole in " + target);
      }
      return isDropped(candidate)
          ? Optional.of("it was the oldest of " + before() + " and made room")
          : Optional.empty();
    }

    private long before() {
      return family.stream().filter(c -> c.before().isPresent()).count();
    }

    /** How old what the log itself held is now; 0 if that was not found. */
    private long rotatedTo() {
      return heldIn.entrySet().stream()
          .filter(e -> Family.of(e.getKey()).isActive())
          .mapToLong(e -> Family.of(e.getValue()).age())
          .max()
          .orElse(0);
    }

    /** Whether a file may have been begun and rotated after what the log held in the baseline. */
    private boolean isBetween(Candidate candidate) {
      return Family.of(candidate.path()).age() < rotatedTo();
    }

    private boolean isDropped(Candidate candidate) {
      long age = Family.of(candidate.path()).age();
      long after = family.stream().filter(c -> c.after().isPresent()).count();
      boolean oldest =
          family.stream()
              .filter(c -> c.before().isPresent())
              .allMatch(c -> Family.of(oldPath(c)).age() >= age || heldIn.containsKey(oldPath(c)));
      boolean noneOlder = heldIn.keySet().stream().allMatch(p -> Family.of(p).age() < age);
      // Where it should be now, if it had not been the oldest.
      long place = age + rotatedTo() - 1;
      boolean beyond =
          family.stream()
              .filter(c -> c.after().isPresent())
              .allMatch(c -> Family.of(c.path()).age() < place);
      return age > 0 && rotatedTo() > 0 && after >= before() && oldest && noneOlder && beyond;
    }

    private Optional<String> added(Candidate candidate) {
      FileState now = candidate.after().orElseThrow();
      Optional<FileState> pattern =
          family.stream()
              .filter(c -> heldIn.containsKey(oldPath(c)))
              .flatMap(c -> c.before().stream())
              .findFirst();
      boolean alike =
          pattern.isPresent()
              && now.kind() == Kind.REGULAR
              && now.value(Field.OWNER).equals(pattern.get().value(Field.OWNER))
              && isNoWider(mode(now), mode(pattern.get()))
              && now.xattrs().equals(pattern.get().xattrs());
      if (!alike) {
        return Optional.empty();
      }
      ByteString inside = holds.get(candidate.path());
      if (inside != null) {
        return Optional.of("it holds what " + inside + " held");
      }
      return isBetween(candidate)
          ? Optional.of("begun and rotated since the baseline, as one of its family")
          : Optional.empty();
    }

    private static int mode(FileState state) {
      return state.value(Field.MODE).map(m -> Integer.parseInt(m, 8)).orElse(0);
    }

    private static boolean isNoWider(int mode, int than) {
      return (mode & ~than) == 0;
    }
  }
}
