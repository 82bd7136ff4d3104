package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A descriptor of the kernel that events are read from, a buffer at a time. Used by one thread. */
final class EventQueue implements AutoCloseable {

  /** A call that gives a descriptor, or a negative number and errno in the call state. */
  @FunctionalInterface
  interface Opening {
    int open(MemorySegment callState) throws Throwable;
  }

  private final Arena arena = Arena.ofShared();
  private final MemorySegment callState = arena.allocate(Libc.CALL_STATE);
  private final MemorySegment buffer;
  private final LinuxFs fs;
  private final int fd;

  private EventQueue(LinuxFs fs, int fd, int size) {
    this.fs = fs;
    this.fd = fd;
    this.buffer = arena.allocate(size, 8);
  }

  /**
   * Opens one.
   *
   * @param fs closes descriptors; belongs to the thread that reads
   * @param name of the call, for its failure
   * @param size of the buffer in bytes
   */
  static EventQueue open(LinuxFs fs, String name, int size, Opening opening) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.CALL_STATE);
      int fd = opening.open(state);
      if (fd < 0) {
        throw new LinuxException(name, Libc.errno(state));
      }
      return new EventQueue(fs, fd, size);
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  int fd() {
    return fd;
  }

  MemorySegment buffer() {
    return buffer;
  }

  /**
   * Fills the buffer with what has gathered: so many bytes of whole events, 0 if there are none.
   */
  long read() throws LinuxException {
    long length;
    try {
      length = (long) Libc.READ.invokeExact(callState, fd, buffer, buffer.byteSize());
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
    if (length < 0) {
      int errno = Libc.errno(callState);
      if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
        return 0;
      }
      throw new LinuxException("read of events", errno);
    }
    return length;
  }

  /** The bytes from here to the first NUL, at most so many, ended by NUL. */
  byte[] name(long from, int most) {
    int end = 0;
    while (end < most && buffer.get(JAVA_BYTE, from + end) != 0) {
      end++;
    }
    byte[] name = new byte[end + 1];
    MemorySegment.copy(buffer, JAVA_BYTE, from, name, 0, end);
    return name;
  }

  @Override
  public void close() {
    fs.closeFd(fd);
    arena.close();
  }
}
