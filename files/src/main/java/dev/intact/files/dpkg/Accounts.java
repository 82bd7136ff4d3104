package dev.intact.files.dpkg;

import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The numbers of owners by their names, as dpkg looks them up when it unpacks. */
final class Accounts {

  private final Map<String, String> users;
  private final Map<String, String> groups;

  private Accounts(Map<String, String> users, Map<String, String> groups) {
    this.users = Map.copyOf(users);
    this.groups = Map.copyOf(groups);
  }

  static Accounts read(Path root) throws IOException {
    return new Accounts(read(root, "etc/passwd"), read(root, "etc/group"));
  }

  private static Map<String, String> read(Path root, String name) throws IOException {
    Map<String, String> numbers = new HashMap<>();
    numbers.put("root", "0");
    for (ByteString line : PackageDatabase.lines(root.resolve(name))) {
      String[] parts = line.display().split(":");
      if (parts.length > 2) {
        numbers.put(parts[0], parts[2]);
      }
    }
    return numbers;
  }

  /** The owner as a state shows it. */
  String owner(TarReader.Member member) {
    return users.getOrDefault(member.user(), Long.toString(member.uid()))
        + ":"
        + groups.getOrDefault(member.group(), Long.toString(member.gid()));
  }
}
