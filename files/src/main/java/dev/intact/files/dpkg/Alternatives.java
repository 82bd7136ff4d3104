package dev.intact.files.dpkg;

import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where {@code update-alternatives} leads its links, as far as nobody chose by hand. Its files say
 * this in dpkg's directory: grade B.
 *
 * @param targets of links, by their paths in a package's sense
 */
record Alternatives(Map<ByteString, ByteString> targets) {

  private static final String DIRECTORY = "/etc/alternatives/";

  Alternatives {
    targets = Map.copyOf(targets);
  }

  static Alternatives read(DpkgPlaces places) throws IOException {
    Map<ByteString, ByteString> targets = new HashMap<>();
    Path directory = places.admin().resolve("alternatives");
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.sorted().toList()) {
          add(file.getFileName().toString(), PackageDatabase.lines(file), targets);
        }
      }
    }
    return new Alternatives(targets);
  }

  /**
   * Status, link, slaves by name and link, an empty line; then choices with priority and slaves.
   */
  private static void add(
      String name, List<ByteString> lines, Map<ByteString, ByteString> targets) {
    if (lines.size() < 2 || !lines.get(0).display().equals("auto")) {
      return;
    }
    targets.put(lines.get(1), ByteString.utf8(DIRECTORY + name));
    List<String> slaves = new ArrayList<>();
    int at = 2;
    for (; at + 1 < lines.size() && lines.get(at).length() > 0; at += 2) {
      slaves.add(lines.get(at).display());
      targets.put(lines.get(at + 1), ByteString.utf8(DIRECTORY + lines.get(at).display()));
    }
    at++;
    long best = Long.MIN_VALUE;
    int choice = -1;
    for (; at + 1 < lines.size() && lines.get(at).length() > 0; at += 2 + slaves.size()) {
      Optional<Long> priority = number(lines.get(at + 1).display());
      if (priority.isPresent() && priority.get() > best) {
        best = priority.get();
        choice = at;
      }
    }
    if (choice < 0) {
      return;
    }
    targets.put(ByteString.utf8(DIRECTORY + name), lines.get(choice));
    for (int i = 0; i < slaves.size() && choice + 2 + i < lines.size(); i++) {
      ByteString target = lines.get(choice + 2 + i);
      if (target.length() > 0) {
        targets.put(ByteString.utf8(DIRECTORY + slaves.get(i)), target);
      }
    }
  }

  private static Optional<Long> number(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
