package dev.intact.files.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;

/**
 * Whether the kernel understands us as we mean it: numbers and layouts are compared with what the
 * JDK says of the same file, and links must be refused. Wrong numbers would not fail, they would
 * follow links.
 */
public final class SelfCheck {

  private SelfCheck() {}

  /**
   * Checks it, in the directory for temporary files.
   *
   * @param fs what to check
   * @throws UnsupportedSystemException if the kernel understands something else; says what
   * @throws IOException if no temporary file can be made
   */
  public static void run(LinuxFs fs) throws UnsupportedSystemException, IOException {
    Path directory = Files.createTempDirectory("intact-check").toRealPath();
    Path file = directory.resolve("file");
    Path link = directory.resolve("link");
    Path through = directory.resolve("through");
    try {
      Files.write(file, new byte[] {1, 2, 3});
      Files.createSymbolicLink(link, Path.of("file"));
      Files.createSymbolicLink(through, Path.of("."));
      int parent = fs.openParentOf(bytes(file.toString()));
      try {
        require(
            agrees(fs.stat(parent, bytes("file\0")), file), "statx differs from what the JDK sees");
        require(fs.stat(parent, bytes("link\0")).isLink(), "a link's own facts are not given");
        requireRefused(() -> fs.openFile(parent, bytes("link\0")), fs, "a link is followed");
        requireRefused(
            () -> fs.openDirectory(parent, bytes("through\0")), fs, "a link in a path is followed");
        requireRefused(
            () -> fs.openDirectory(parent, bytes("file\0")), fs, "a file opens as a directory");
        requireContent(fs, parent);
      } finally {
        fs.closeFd(parent);
      }
    } catch (LinuxException e) {
      throw new UnsupportedSystemException(
          "the kernel does not take our calls: " + e.getMessage(), e);
    } finally {
      for (Path made : new Path[] {file, link, through, directory}) {
        Files.deleteIfExists(made);
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void require(boolean holds, String otherwise) throws UnsupportedSystemException {
    if (!holds) {
      throw new UnsupportedSystemException("files cannot be watched on this system: " + otherwise);
    }
  }

  @FunctionalInterface
  private interface Opening {
    int open() throws LinuxException;
  }

  private static void requireRefused(Opening opening, LinuxFs fs, String otherwise)
      throws UnsupportedSystemException, LinuxException {
    try {
      fs.closeFd(opening.open());
    } catch (LinuxException e) {
      require(e.isOtherType(), otherwise);
      return;
    }
    require(false, otherwise);
  }

  private static void requireContent(LinuxFs fs, int parent)
      throws LinuxException, UnsupportedSystemException {
    int fd = fs.openFile(parent, bytes("file\0"));
    try {
      byte[] read = new byte[16];
      int length = fs.read(fd, read, read.length);
      require(
          length == 3 && Arrays.equals(read, 0, 3, new byte[] {1, 2, 3}, 0, 3),
          "what is read is not what was written");
    } finally {
      fs.closeFd(fd);
    }
  }

  private static boolean agrees(FileStat stat, Path file) throws IOException {
    Map<String, Object> jdk = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    return is(jdk, "mode", stat.mode())
        && is(jdk, "nlink", stat.links())
        && is(jdk, "uid", stat.uid())
        && is(jdk, "gid", stat.gid())
        && is(jdk, "ino", stat.inode())
        && is(jdk, "size", stat.size())
        && is(jdk, "lastModifiedTime", stat.mtime())
        && is(jdk, "ctime", stat.ctime());
  }

  private static boolean is(Map<String, Object> jdk, String name, long ours) {
    return jdk.get(name) instanceof Number theirs && theirs.longValue() == ours;
  }

  private static boolean is(Map<String, Object> jdk, String name, FileStat.FileTime ours) {
    return jdk.get(name) instanceof FileTime theirs
        && theirs.toInstant().getEpochSecond() == ours.seconds()
        && theirs.toInstant().getNano() == ours.nanos();
  }
}
