package dev.intact.files.manifest;

import dev.intact.files.scan.Preset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Groups of attributes of AIDE and the presets that come next to them. Not thread-safe. */
final class AideGroups {

  private static final Set<String> HASHES =
      Set.of(
          "md5",
          "sha1",
          "sha256",
          "sha512",
          "rmd160",
          "tiger",
          "haval",
          "gost",
          "crc32",
          "crc32b",
          "whirlpool",
          "stribog256",
          "stribog512",
          "sha512_256",
          "sha3_256",
          "sha3_512",
          "blake3");
  private static final Set<String> KNOWN =
      Set.of(
          "p",
          "ftype",
          "i",
          "l",
          "n",
          "u",
          "g",
          "s",
          "m",
          "c",
          "acl",
          "xattrs",
          "caps",
          "e2fsattrs",
          "selinux",
          "growing");
  private static final Set<String> WITHOUT =
      Set.of("b", "a", "fstype", "ANF", "ARF", "I", "compressed");

  private final Map<String, Set<String>> groups = new HashMap<>();

  AideGroups() {
    groups.put("X", Set.of("acl", "selinux", "xattrs", "e2fsattrs", "caps"));
    groups.put("H", HASHES);
    groups.put("E", Set.of());
    groups.put("S", Set.of("s", "growing"));
    groups.put("L", sum("p+ftype+i+l+n+u+g+X"));
    groups.put("R", sum("p+ftype+i+l+n+u+g+s+m+c+md5+X"));
    groups.put(">", sum("p+ftype+l+u+g+i+n+s+growing+X"));
  }

  private Set<String> sum(String expression) {
    return evaluate(expression).orElseThrow();
  }

  void define(String name, Set<String> attributes) {
    groups.put(name, Set.copyOf(attributes));
  }

  /** The attributes of an expression; empty if it names something that is not known. */
  Optional<Set<String>> evaluate(String expression) {
    Set<String> all = new TreeSet<>();
    for (String term : expression.strip().split("(?=[+-])")) {
      boolean minus = term.startsWith("-");
      String name = term.replaceFirst("^[+-]", "").strip();
      Set<String> of =
          groups.containsKey(name)
              ? groups.getOrDefault(name, Set.of())
              : KNOWN.contains(name) || HASHES.contains(name) || WITHOUT.contains(name)
                  ? Set.of(name)
                  : Set.of("?");
      if (of.contains("?")) {
        return Optional.empty();
      }
      if (minus) {
        all.removeAll(of);
      } else {
        all.addAll(of);
      }
    }
    return Optional.of(all);
  }

  /** The preset that compares at least as much of it as any. */
  static Preset preset(Set<String> attributes) {
    if (attributes.contains("growing")) {
      return Preset.LOGS;
    }
    if (attributes.contains("c") || attributes.contains("m") || attributes.contains("i")) {
      return Preset.BINARIES;
    }
    return attributes.contains("p") || attributes.contains("u") || attributes.contains("g")
        ? Preset.CONFIG
        : Preset.CONTENT;
  }

  /** What is otherwise with the preset. */
  static List<String> differences(Set<String> attributes) {
    List<String> all = new java.util.ArrayList<>();
    Set<String> without = new TreeSet<>(attributes);
    without.retainAll(WITHOUT);
    if (!without.isEmpty()) {
      all.add("not compared: " + String.join(", ", without));
    }
    if (attributes.stream().noneMatch(HASHES::contains)) {
      all.add("content is compared too, by SHA-256");
    } else if (!attributes.contains("sha256")) {
      all.add("content is compared by SHA-256 instead");
    }
    return all;
  }
}
