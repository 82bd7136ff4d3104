package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds the file of a handle again. Needs {@code CAP_DAC_READ_SEARCH}. Used by one thread. */
public final class FileHandles implements AutoCloseable {

  private static final int O_PATH = 0_10000000;
  private static final int FSID = 56; // in struct statfs of 64-bit architectures
  private static final int STATFS = 120;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int ATTEMPTS = 20;
  private static final int MAX_HANDLE = 8 + 128;

  private final LinuxFs fs;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment callState = arena.allocate(Libc.CALL_STATE);
  private final MemorySegment handle = arena.allocate(MAX_HANDLE, 8);
  private final MemorySegment empty = arena.allocate(1);
  private final MemorySegment mount = arena.allocate(8, 8);
  private final MemorySegment statfs = arena.allocate(STATFS, 8);

  /**
   * Makes one.
   *
   * @param fs belongs to the same thread
   */
  public FileHandles(LinuxFs fs) {
    this.fs = fs;
  }

  /**
   * How events name the file system of a file.
   *
   * @param file a descriptor
   * @return the fsid
   * @throws LinuxException if the file system does not say
   */
  public long fsid(int file) throws LinuxException {
    try {
      int result = (int) NotifyLibc.FSTATFS.invokeExact(callState, file, statfs);
      if (result < 0) {
        throw new LinuxException("fstatfs", Libc.errno(callState));
      }
      return statfs.get(JAVA_LONG, FSID);
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * A file's handle, and through which mount it is seen.
   *
   * @param handle by which it is found again
   * @param mount the mount's number, as in {@code /proc/self/mountinfo}
   */
  public record Located(Fanotify.Handle handle, int mount) {}

  /**
   * The handle of an open file.
   *
   * @param file a descriptor
   * @return its handle and mount
   * @throws LinuxException if the file system knows no handles
   */
  public Located locate(int file) throws LinuxException {
    long fsid = fsid(file);
    try {
      handle.set(JAVA_INT, 0, MAX_HANDLE - 8);
      int result =
          (int)
              NotifyLibc.NAME_TO_HANDLE_AT.invokeExact(
                  callState, file, empty, handle, mount, AT_EMPTY_PATH);
      if (result < 0) {
        throw new LinuxException("name_to_handle_at", Libc.errno(callState));
      }
      byte[] bytes = new byte[8 + handle.get(JAVA_INT, 0)];
      MemorySegment.copy(handle, JAVA_BYTE, 0, bytes, 0, bytes.length);
      return new Located(new Fanotify.Handle(fsid, bytes), mount.get(JAVA_INT, 0));
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * Opens the file of a handle, to look at and not to read.
   *
   * @param mount a descriptor of a file on the mount through which it is seen
   * @param file its handle
   * @return a descriptor; empty if the file is gone
   * @throws LinuxException if it cannot be found for another reason
   */
  public Optional<Integer> open(int mount, Fanotify.Handle file) throws LinuxException {
    if (file.bytes().length > MAX_HANDLE) {
      throw new LinuxException("open_by_handle_at", Errno.EOVERFLOW);
    }
    try {
      MemorySegment.copy(file.bytes(), 0, handle, JAVA_BYTE, 0, file.bytes().length);
      for (int attempt = 1; ; attempt++) {
        int fd =
            (int)
                NotifyLibc.OPEN_BY_HANDLE_AT.invokeExact(
                    callState, mount, handle, O_PATH | Abi.CLOEXEC);
        if (fd >= 0) {
          return Optional.of(fd);
        }
        int errno = Libc.errno(callState);
        if (errno == Errno.ESTALE || errno == Errno.ENOENT) {
          return Optional.empty();
        }
        // What is just being removed is answered so, for a moment.
        if (errno != Errno.ENOMEM || attempt == ATTEMPTS) {
          throw new LinuxException("open_by_handle_at", errno);
        }
        Thread.yield();
      }
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * Where an open file is now, as seen from its mount.
   *
   * @param file a descriptor
   * @return absolute; empty if it is nowhere any more, or outside of what the mount shows
   * @throws LinuxException if the kernel does not say
   */
  public Optional<byte[]> path(int file) throws LinuxException {
    if (fs.stat(file).links() == 0) {
      return Optional.empty();
    }
    byte[] path =
        fs.readLink(-100, ("/proc/self/fd/" + file + "\0").getBytes(StandardCharsets.US_ASCII));
    return path.length > 0 && path[0] == '/' ? Optional.of(path) : Optional.empty();
  }

  @Override
  public void close() {
    arena.close();
  }
}
