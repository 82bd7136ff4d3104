package dev.intact.files.explain;

import dev.intact.files.linux.FileStat;
import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads files by their path as bytes, no link followed on the way. What is read may be another file
 * by now than the one that was scanned: who reads compares the hash. Not thread-safe.
 */
public final class PathReader implements AutoCloseable {

  private final LinuxFs fs;

  private PathReader(LinuxFs fs) {
    this.fs = fs;
  }

  /**
   * Makes one.
   *
   * @return to be closed
   * @throws IOException if files cannot be read so here
   */
  public static PathReader open() throws IOException {
    try {
      return new PathReader(LinuxFs.open());
    } catch (UnsupportedSystemException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    fs.close();
  }

  private interface Use<T> {
    T at(int directory, byte[] name) throws IOException;
  }

  private <T> T in(ByteString path, Use<T> use) throws IOException {
    byte[] bytes = path.toBytes();
    int parent = fs.openParentOf(bytes);
    try {
      int slash = bytes.length - 1;
      while (bytes[slash] != '/') {
        slash--;
      }
      byte[] name = Arrays.copyOfRange(bytes, slash + 1, bytes.length + 1);
      return use.at(parent, name.length == 1 ? new byte[] {'.', 0} : name);
    } finally {
      fs.closeFd(parent);
    }
  }

  /**
   * The facts of an entry; a link is not followed.
   *
   * @param path absolute
   * @return its stat
   * @throws IOException if there is none or it cannot be asked
   */
  public FileStat stat(ByteString path) throws IOException {
    return in(path, fs::stat);
  }

  /**
   * The names in a directory.
   *
   * @param path absolute
   * @return in no order
   * @throws IOException if it is none or cannot be listed
   */
  public List<ByteString> names(ByteString path) throws IOException {
    return in(
        path,
        (parent, name) -> {
          int fd = fs.openDirectory(parent, name);
          try {
            // Each is ended by NUL, and its type is behind that.
            return fs.list(fd).stream()
                .map(n -> ByteString.of(Arrays.copyOf(n, n.length - 2)))
                .toList();
          } finally {
            fs.closeFd(fd);
          }
        });
  }

  /**
   * Opens a regular file.
   *
   * @param path absolute
   * @return its content from the beginning, to be closed before this
   * @throws IOException if it is none or cannot be opened
   */
  public InputStream content(ByteString path) throws IOException {
    return in(
        path,
        (parent, name) -> {
          if (!fs.stat(parent, name).isRegular()) {
            throw new IOException(path + " is no regular file");
          }
          int fd = fs.openFile(parent, name);
          if (!fs.stat(fd).isRegular()) {
            fs.closeFd(fd);
            throw new IOException(path + " is no regular file");
          }
          return new Descriptor(fs, fd);
        });
  }

  /**
   * A digest of a file's content, if the content is the one meant.
   *
   * @param path absolute
   * @param algorithm for example {@code MD5}
   * @param sha256 what the content's SHA-256 must be
   * @return hexadecimal; empty text if the file is another by now
   * @throws IOException if it cannot be read
   */
  public String digest(ByteString path, String algorithm, String sha256) throws IOException {
    MessageDigest wanted = digest(algorithm);
    MessageDigest proof = digest("SHA-256");
    try (InputStream in = content(path)) {
      byte[] buffer = new byte[LinuxFs.READ_BYTES];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        wanted.update(buffer, 0, n);
        proof.update(buffer, 0, n);
      }
    }
    HexFormat hex = HexFormat.of();
    return hex.formatHex(proof.digest()).equals(sha256) ? hex.formatHex(wanted.digest()) : "";
  }

  /**
   * A digest.
   *
   * @param algorithm of the JDK
   * @return a new one
   */
  public static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static final class Descriptor extends InputStream {
    private final LinuxFs fs;
    private final int fd;
    private boolean open = true;

    Descriptor(LinuxFs fs, int fd) {
      this.fs = fs;
      this.fd = fd;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws LinuxException {
      int most = Math.min(length, LinuxFs.READ_BYTES);
      if (most == 0) {
        return 0;
      }
      byte[] direct = from == 0 ? target : new byte[most];
      int count = fs.read(fd, direct, most);
      if (from != 0) {
        System.arraycopy(direct, 0, target, from, count);
      }
      return count == 0 ? -1 : count;
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        fs.closeFd(fd);
      }
    }
  }
}
