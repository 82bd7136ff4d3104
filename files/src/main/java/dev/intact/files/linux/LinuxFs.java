package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Files by descriptors: never by a path that somebody could exchange on the way, never through a
 * symbolic link. Names are bytes ended by NUL, as the kernel has them.
 *
 * <p>One at a time by any thread; holds some 300 KiB outside the heap. Blocks as long as the file
 * system does.
 */
public final class LinuxFs implements AutoCloseable {

  /** How much one {@link #read} takes at most. */
  public static final int READ_BYTES = 128 << 10;

  private static final int LIST_BYTES = 64 << 10;
  private static final int XATTR_MAX = 64 << 10;
  private static final int NAME_MAX = 4096;
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_MASK = 0x17ff; // basic fields and the mount
  private static final byte[] ROOT = {'/', 0};
  private static final byte[] PARENT = {'.', '.', 0};

  private final Abi abi;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment callState = arena.allocate(Libc.CALL_STATE);
  private final MemorySegment name = arena.allocate(NAME_MAX + 512);
  private final MemorySegment empty = arena.allocate(1);
  private final MemorySegment attribute = arena.allocate(512);
  private final MemorySegment statx = arena.allocate(FileStat.BYTES, 8);
  private final MemorySegment buffer = arena.allocate(READ_BYTES, 4096);
  private byte[] lastName = {};

  private LinuxFs(Abi abi) {
    this.abi = abi;
  }

  /**
   * Makes one.
   *
   * @return to be closed
   * @throws UnsupportedSystemException if this is not Linux on x86-64 or aarch64, or native access
   *     is not granted
   */
  public static LinuxFs open() throws UnsupportedSystemException {
    String system = System.getProperty("os.name", "");
    if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
      throw new UnsupportedSystemException("files are watched on Linux only, not on " + system);
    }
    String arch = System.getProperty("os.arch", "");
    Optional<Abi> abi = Abi.of(arch);
    if (abi.isEmpty()) {
      throw new UnsupportedSystemException(
          "files are watched on x86-64 and aarch64; the kernel's numbers for "
              + arch
              + " are not known");
    }
    if (!LinuxFs.class.getModule().isNativeAccessEnabled()) {
      throw new UnsupportedSystemException(
          "files are read by the kernel's own calls: start Java with --enable-native-access");
    }
    try {
      return new LinuxFs(abi.get());
    } catch (ExceptionInInitializerError e) {
      throw new UnsupportedSystemException("the C library is too old", e);
    }
  }

  /** Makes one with the numbers of an architecture that may be another. */
  static LinuxFs with(Abi abi) {
    return new LinuxFs(abi);
  }

  Abi abi() {
    return abi;
  }

  @Override
  public void close() {
    arena.close();
  }

  /**
   * Opens the root directory.
   *
   * @return a descriptor
   * @throws LinuxException if it cannot be opened
   */
  public int openRoot() throws LinuxException {
    return openDirectory(AT_FDCWD, ROOT);
  }

  /**
   * Opens the directory above.
   *
   * @param directory a descriptor
   * @return a descriptor; whether it is the one that was above before is the caller's to check
   * @throws LinuxException if it cannot be opened
   */
  public int openParent(int directory) throws LinuxException {
    return openDirectory(directory, PARENT);
  }

  /**
   * Opens a directory.
   *
   * @param at a descriptor
   * @param entry a name in it, ended by NUL
   * @return a descriptor
   * @throws LinuxException if it cannot be opened, or is a link or anything else
   */
  public int openDirectory(int at, byte[] entry) throws LinuxException {
    return openWithoutAccessTime(at, entry, abi.directory());
  }

  /**
   * Opens a file for reading. Does not wait for the other end of a pipe.
   *
   * @param at a descriptor
   * @param entry a name in it, ended by NUL
   * @return a descriptor
   * @throws LinuxException if it cannot be opened or is a link
   */
  public int openFile(int at, byte[] entry) throws LinuxException {
    return openWithoutAccessTime(at, entry, Abi.NONBLOCK);
  }

  /**
   * Opens a file of the kernel's own, such as one of {@code /proc}; links are followed.
   *
   * @param path absolute
   * @return a descriptor
   * @throws LinuxException if it cannot be opened
   */
  public int openFollowing(String path) throws LinuxException {
    int fd = openat(AT_FDCWD, (path + "\0").getBytes(StandardCharsets.UTF_8), Abi.CLOEXEC);
    if (fd < 0) {
      throw new LinuxException("open", -fd);
    }
    return fd;
  }

  /** Who may not keep the time of last access from being moved reads all the same. */
  private int openWithoutAccessTime(int at, byte[] entry, int flags) throws LinuxException {
    int all = abi.noFollow() | Abi.CLOEXEC | flags;
    int fd = openat(at, entry, all | Abi.NOATIME);
    if (fd == -Errno.EPERM) {
      fd = openat(at, entry, all);
    }
    if (fd < 0) {
      throw new LinuxException("open", -fd);
    }
    return fd;
  }

  private int openat(int at, byte[] entry, int flags) {
    try {
      MemorySegment path = name(entry);
      while (true) {
        int fd = (int) Libc.OPENAT.invokeExact(callState, at, path, flags);
        if (fd >= 0) {
          return fd;
        }
        int errno = Libc.errno(callState);
        if (errno != Errno.EINTR) {
          return -errno;
        }
      }
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private MemorySegment name(byte[] entry) {
    // A file's name is usually passed several times.
    if (entry != lastName) {
      MemorySegment.copy(entry, 0, name, JAVA_BYTE, 0, entry.length);
      lastName = entry;
    }
    return name;
  }

  /**
   * Closes a descriptor.
   *
   * @param fd a descriptor, not used afterwards
   */
  public void closeFd(int fd) {
    try {
      // Nothing was written, so there is nothing to be said by an error; not again after EINTR.
      int unused = (int) Libc.CLOSE.invokeExact(callState, fd);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /**
   * The facts of an open file.
   *
   * @param fd a descriptor
   * @return its stat
   * @throws LinuxException if the file system does not say
   */
  public FileStat stat(int fd) throws LinuxException {
    return statx(fd, empty, AT_EMPTY_PATH);
  }

  /**
   * The facts of an entry; a link is not followed.
   *
   * @param at a descriptor
   * @param entry a name in it, ended by NUL
   * @return its stat
   * @throws LinuxException if there is none, or the file system does not say
   */
  public FileStat stat(int at, byte[] entry) throws LinuxException {
    return statx(at, name(entry), AT_SYMLINK_NOFOLLOW);
  }

  private FileStat statx(int at, MemorySegment path, int flags) throws LinuxException {
    try {
      int result = (int) Libc.STATX.invokeExact(callState, at, path, flags, STATX_MASK, statx);
      if (result == 0) {
        return FileStat.read(statx);
      }
    } catch (Throwable e) {
      throw impossible(e);
    }
    throw new LinuxException("statx", Libc.errno(callState));
  }

  /**
   * All entries of a directory but {@code .} and {@code ..}, as the file system has them.
   *
   * @param directory a descriptor whose offset is at the beginning
   * @return names ended by NUL, each with its {@code d_type} behind that; in no order
   * @throws LinuxException if it cannot be read to the end
   */
  public List<byte[]> list(int directory) throws LinuxException {
    List<byte[]> entries = new ArrayList<>();
    while (true) {
      long length;
      try {
        length =
            (long) Libc.GETDENTS64.invokeExact(callState, directory, buffer, (long) LIST_BYTES);
      } catch (Throwable e) {
        throw impossible(e);
      }
      if (length < 0) {
        throw new LinuxException("getdents64", Libc.errno(callState));
      }
      if (length == 0) {
        return entries;
      }
      for (long at = 0; at < length; ) {
        int record = buffer.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 16) & 0xffff;
        entry(at, record).ifPresent(entries::add);
        at += record;
      }
    }
  }

  /**
   * Lets a directory be listed again.
   *
   * @param directory a descriptor
   * @throws LinuxException if it cannot be
   */
  public void rewind(int directory) throws LinuxException {
    long offset;
    try {
      offset = (long) Libc.LSEEK.invokeExact(callState, directory, 0L, 0);
    } catch (Throwable e) {
      throw impossible(e);
    }
    if (offset < 0) {
      throw new LinuxException("lseek", Libc.errno(callState));
    }
  }

  private Optional<byte[]> entry(long at, int record) {
    int length = 0;
    while (length < record - 19 && buffer.get(JAVA_BYTE, at + 19 + length) != 0) {
      length++;
    }
    byte[] entry = new byte[length + 2];
    MemorySegment.copy(buffer, JAVA_BYTE, at + 19, entry, 0, length);
    boolean self = entry[0] == '.' && (length == 1 || (length == 2 && entry[1] == '.'));
    entry[length + 1] = buffer.get(JAVA_BYTE, at + 18);
    return self ? Optional.empty() : Optional.of(entry);
  }

  /**
   * Reads on.
   *
   * @param fd a descriptor
   * @param target takes at least {@code most} bytes
   * @param most at most {@link #READ_BYTES}
   * @return how many were read; 0 at the end
   * @throws LinuxException if it cannot be read
   */
  public int read(int fd, byte[] target, int most) throws LinuxException {
    while (true) {
      long length;
      try {
        length = (long) Libc.READ.invokeExact(callState, fd, buffer, (long) most);
      } catch (Throwable e) {
        throw impossible(e);
      }
      if (length >= 0) {
        MemorySegment.copy(buffer, JAVA_BYTE, 0, target, 0, (int) length);
        return (int) length;
      }
      int errno = Libc.errno(callState);
      if (errno != Errno.EINTR) {
        throw new LinuxException("read", errno);
      }
    }
  }

  /**
   * Where a symbolic link leads.
   *
   * @param at a descriptor
   * @param entry a name in it, ended by NUL
   * @return the target's bytes
   * @throws LinuxException if it is no link
   */
  public byte[] readLink(int at, byte[] entry) throws LinuxException {
    long length;
    try {
      length =
          (long) Libc.READLINKAT.invokeExact(callState, at, name(entry), buffer, (long) READ_BYTES);
    } catch (Throwable e) {
      throw impossible(e);
    }
    if (length < 0) {
      throw new LinuxException("readlink", Libc.errno(callState));
    }
    return heap(length);
  }

  private byte[] heap(long length) {
    byte[] bytes = new byte[(int) length];
    MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, bytes.length);
    return bytes;
  }

  /**
   * The extended attributes of an open file; POSIX ACLs and capabilities are among them.
   *
   * @param fd a descriptor
   * @return by name, sorted; none also where the file system has none
   * @throws LinuxException if they cannot be read
   */
  public List<Xattr> xattrs(int fd) throws LinuxException {
    return xattrs(
        () -> (long) Libc.FLISTXATTR.invokeExact(callState, fd, buffer, (long) XATTR_MAX),
        () ->
            (long) Libc.FGETXATTR.invokeExact(callState, fd, attribute, buffer, (long) XATTR_MAX));
  }

  /**
   * The extended attributes of an entry that must not or cannot be opened: a link, a pipe, a
   * device. Goes by the directory's descriptor, so that nothing on the way is followed.
   *
   * @param at a descriptor
   * @param entry a name in it, ended by NUL
   * @return by name, sorted; none also where the file system has none
   * @throws LinuxException if they cannot be read
   */
  public List<Xattr> xattrs(int at, byte[] entry) throws LinuxException {
    byte[] prefix = ("/proc/self/fd/" + at + "/").getBytes(StandardCharsets.US_ASCII);
    byte[] path = Arrays.copyOf(prefix, prefix.length + entry.length);
    System.arraycopy(entry, 0, path, prefix.length, entry.length);
    MemorySegment native0 = name(path);
    return xattrs(
        () -> (long) Libc.LLISTXATTR.invokeExact(callState, native0, buffer, (long) XATTR_MAX),
        () ->
            (long)
                Libc.LGETXATTR.invokeExact(
                    callState, native0, attribute, buffer, (long) XATTR_MAX));
  }

  @FunctionalInterface
  private interface Call {
    long run() throws Throwable;
  }

  private List<Xattr> xattrs(Call list, Call get) throws LinuxException {
    long length = call(list);
    int errno = length < 0 ? Libc.errno(callState) : 0;
    if (length == 0 || errno == Errno.EOPNOTSUPP) {
      return List.of();
    }
    if (length < 0) {
      throw new LinuxException("listxattr", errno);
    }
    byte[] names = heap(length);
    List<Xattr> found = new ArrayList<>();
    for (int from = 0; from < names.length; ) {
      int to = from;
      while (to < names.length && names[to] != 0) {
        to++;
      }
      MemorySegment.copy(names, from, attribute, JAVA_BYTE, 0, to - from);
      attribute.set(JAVA_BYTE, to - from, (byte) 0);
      long size = call(get);
      if (size >= 0) {
        found.add(new Xattr(Arrays.copyOfRange(names, from, to), heap(size)));
      } else if (Libc.errno(callState) != Errno.ENODATA) { // else it went between the two calls
        throw new LinuxException("getxattr", Libc.errno(callState));
      }
      from = to + 1;
    }
    found.sort(Xattr.BY_NAME);
    return found;
  }

  private static long call(Call call) {
    try {
      return call.run();
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("the kernel cannot be called", e);
  }

  /**
   * Opens a path from the root, component by component.
   *
   * @param path absolute, without NUL
   * @return a descriptor of the directory that holds the last component; of the root for {@code /}
   * @throws IOException if a component before the last is absent or no directory; the message names
   *     it
   */
  public int openParentOf(byte[] path) throws IOException {
    int fd = openRoot();
    int from = 1;
    for (int at = 1; at < path.length; at++) {
      if (path[at] == '/') {
        byte[] component = Arrays.copyOf(Arrays.copyOfRange(path, from, at), at - from + 1);
        try {
          int next = openDirectory(fd, component);
          closeFd(fd);
          fd = next;
        } catch (LinuxException e) {
          closeFd(fd);
          throw e;
        }
        from = at + 1;
      }
    }
    return fd;
  }
}
