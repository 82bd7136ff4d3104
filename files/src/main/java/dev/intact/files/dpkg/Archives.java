package dev.intact.files.dpkg;

import dev.intact.files.explain.Candidate;
import dev.intact.files.explain.Program;
import dev.intact.files.packages.Installed;
import dev.intact.files.packages.Ownership;
import dev.intact.files.packages.Ownership.Owner;
import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The archives that candidates may have been unpacked from, as far as they are at hand and proven.
 *
 * @param proven by package
 * @param notes why there are not more
 */
record Archives(Map<Installed, Archive> proven, List<String> notes) {

  private static final int FETCH_SECONDS = 300;
  private static final int MAX_NAMED = 5;

  Archives {
    proven = Map.copyOf(proven);
    notes = List.copyOf(notes);
  }

  /** How apt names an archive. */
  static String name(Installed one) {
    return one.name() + "_" + one.version().replace(":", "%3a") + "_" + one.architecture() + ".deb";
  }

  Optional<Archive> of(Installed one) {
    return Optional.ofNullable(proven.get(one));
  }

  static Archives find(
      DpkgPlaces places, PackagePaths paths, Ownership ownership, List<Candidate> candidates)
      throws IOException, InterruptedException {
    Map<Installed, Set<ByteString>> wanted = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      for (Owner owner : DpkgExplainer.sources(ownership, candidate)) {
        wanted.computeIfAbsent(owner.one(), o -> new HashSet<>()).add(owner.inPackage());
      }
      Installed formerly = ownership.then().owners().get(candidate.path());
      if (candidate.after().isEmpty() && formerly != null) {
        Installed today = ownership.now().get(formerly.key());
        if (today != null && !today.equals(formerly)) {
          wanted
              .computeIfAbsent(today, o -> new HashSet<>())
              .addAll(paths.possible(candidate.path()));
        }
      }
    }
    if (wanted.isEmpty()) {
      return new Archives(Map.of(), List.of());
    }
    SignedIndexes indexes =
        new SignedIndexes(places, Keyrings.read(places), ownership.then().keys());
    Map<Installed, SignedIndexes.Signed> signed = indexes.find(wanted.keySet());
    List<String> notes = new ArrayList<>(indexes.notes());
    Map<Installed, Archive> proven = new HashMap<>();
    List<String> absent = new ArrayList<>();
    for (Map.Entry<Installed, Set<ByteString>> entry : wanted.entrySet()) {
      Installed one = entry.getKey();
      if (!signed.containsKey(one)) {
        absent.add(one + " is in no signed index");
        continue;
      }
      try {
        Optional<Archive> archive = read(places, one, signed.get(one), entry.getValue());
        archive.ifPresentOrElse(
            a -> proven.put(one, a), () -> absent.add(Archives.name(one) + " is not kept"));
      } catch (IOException e) {
        absent.add(String.valueOf(e.getMessage()));
      }
    }
    if (!absent.isEmpty()) {
      notes.add(
          "grade A is not possible for "
              + absent.size()
              + " of "
              + wanted.size()
              + " packages: "
              + String.join("; ", absent.subList(0, Math.min(MAX_NAMED, absent.size())))
              + (absent.size() > MAX_NAMED ? "; …" : ""));
    }
    return new Archives(proven, notes);
  }

  private static Optional<Archive> read(
      DpkgPlaces places, Installed one, SignedIndexes.Signed signed, Set<ByteString> wanted)
      throws IOException, InterruptedException {
    Path kept = places.archives().resolve(Archives.name(one));
    if (Files.isRegularFile(kept)) {
      return Optional.of(Archive.read(kept, signed, wanted));
    }
    return places.fetch() ? Optional.of(fetched(places, one, signed, wanted)) : Optional.empty();
  }

  /** By apt, which knows mirrors and proxies; what it brings is proven as if it had been kept. */
  private static Archive fetched(
      DpkgPlaces places, Installed one, SignedIndexes.Signed signed, Set<ByteString> wanted)
      throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("intact-archive-");
    try {
      List<String> command =
          new ArrayList<>(
              List.of("sh", "-c", "cd \"$0\" && exec apt-get -qq \"$@\"", work.toString()));
      command.addAll(
          List.of(
              "-o",
              "APT::Sandbox::User=root",
              "-o",
              "Dir::Etc=" + places.apt(),
              "-o",
              "Dir::State::lists=" + places.lists(),
              "-o",
              "Dir::State::status=" + places.admin().resolve("status"),
              "download",
              one.name() + ":" + one.architecture() + "=" + one.version()));
      new Program(FETCH_SECONDS, command)
          .run(Program.Feeder.NOTHING, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .require("fetching " + one);
      try (Stream<Path> files = Files.list(work)) {
        Path deb =
            files
                .filter(f -> f.toString().endsWith(".deb"))
                .findFirst()
                .orElseThrow(() -> new IOException(one + " was not fetched"));
        return Archive.read(deb, signed, wanted);
      }
    } finally {
      try (Stream<Path> files = Files.list(work)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(work);
    }
  }
}
