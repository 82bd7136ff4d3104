package dev.intact.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A directory on a file system of a kind, as the kernel names it. Ended with this.
 *
 * @param directory of its own
 * @param fileSystem by the number that statfs gives
 */
record Place(Path directory, String fileSystem) implements AutoCloseable {

  private static final Map<String, String> MAGIC =
      Map.of(
          "ef53", "ext4",
          "1021994", "tmpfs",
          "58465342", "xfs",
          "9123683e", "btrfs",
          "794c7630", "overlay");

  /** Where a disk is: the first of the usual places that is none of memory. */
  static Optional<Path> disk() throws IOException, InterruptedException {
    for (String name : new String[] {System.getProperty("java.io.tmpdir"), "/var/tmp", "target"}) {
      Path at = Path.of(name);
      if (Files.isWritable(at) && !fileSystem(at).equals("tmpfs")) {
        return Optional.of(at.toRealPath());
      }
    }
    return Optional.empty();
  }

  /** Where memory is a file system. */
  static Optional<Path> memory() throws IOException, InterruptedException {
    Path at = Path.of("/dev/shm");
    return Files.isWritable(at) && fileSystem(at).equals("tmpfs")
        ? Optional.of(at)
        : Optional.empty();
  }

  /** What the test calls it, where there is one and where there is none. */
  static String name(Optional<Path> at, String otherwise) throws IOException, InterruptedException {
    return at.isPresent() ? fileSystem(at.get()) : otherwise;
  }

  static Place in(Path parent) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(parent, "intact-test");
    return new Place(directory, fileSystem(directory));
  }

  static String fileSystem(Path at) throws IOException, InterruptedException {
    String magic = Shell.run(at, "stat -f -c %t .").strip();
    return MAGIC.getOrDefault(magic, "file system 0x" + magic);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Shell.run(
        directory,
        "chattr -R -f -ia . || true; find . -type d -exec chmod u+rwx {} + || true; rm -rf \"$PWD\"");
  }
}
