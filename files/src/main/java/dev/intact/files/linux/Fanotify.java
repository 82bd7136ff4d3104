package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Events of whole file systems: one mark each, however many directories there are. Needs {@code
 * CAP_SYS_ADMIN}, and file systems that know handles. Source: {@code fanotify(7)}. Used by one
 * thread; {@link #mark} by any.
 */
public final class Fanotify implements AutoCloseable {

  /** Content was changed. */
  public static final long MODIFY = 0x2;

  /** Owner, rights, times, attributes or the number of names were changed. */
  public static final long ATTRIB = 0x4;

  /** Who could write has closed it. */
  public static final long CLOSE_WRITE = 0x8;

  /** An entry moved away. */
  public static final long MOVED_FROM = 0x40;

  /** An entry moved here. */
  public static final long MOVED_TO = 0x80;

  /** An entry is new. */
  public static final long CREATE = 0x100;

  /** An entry is gone. */
  public static final long DELETE = 0x200;

  /** Events were lost. */
  public static final long OVERFLOW = 0x4000;

  /** It is about a directory. */
  public static final long ONDIR = 0x4000_0000;

  private static final long MASK =
      MODIFY | ATTRIB | CLOSE_WRITE | MOVED_FROM | MOVED_TO | CREATE | DELETE | ONDIR;

  private static final int CLOEXEC = 0x1;
  private static final int NONBLOCK = 0x2;
  private static final int UNLIMITED_QUEUE = 0x10;
  private static final int REPORT_PIDFD = 0x80;
  private static final int REPORT_FID = 0x200;
  private static final int REPORT_DFID_NAME = 0xc00;

  private static final int MARK_ADD = 0x1;
  private static final int MARK_REMOVE = 0x2;
  private static final int MARK_FILESYSTEM = 0x100;

  private static final int METADATA = 24;
  private static final int INFO_FID = 1;
  private static final int INFO_DFID_NAME = 2;
  private static final int INFO_DFID = 3;
  private static final int INFO_PIDFD = 4;

  /** Each event brings a descriptor: few at a time. */
  private static final int BUFFER = 16 << 10;

  /**
   * A file as its file system knows it for ever.
   *
   * @param fsid the file system
   * @param bytes {@code struct file_handle} as {@code open_by_handle_at(2)} takes it
   */
  public record Handle(long fsid, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Handle h && fsid == h.fsid && Arrays.equals(bytes, h.bytes);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(fsid) * 31 + Arrays.hashCode(bytes);
    }
  }

  /**
   * An event.
   *
   * @param mask what happened, as bits
   * @param pid the process; 0 if it cannot be seen from here
   * @param pidfd a descriptor of the process, valid during the call; negative if there is none
   * @param directory the directory of the entry; of itself if the name is {@code .}
   * @param name the entry, ended by NUL; empty if the kernel knows none
   * @param file the file itself, where the kernel says it
   */
  public record Event(
      long mask,
      int pid,
      int pidfd,
      Optional<Handle> directory,
      byte[] name,
      Optional<Handle> file) {}

  /** Takes events. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One event.
     *
     * @param event what happened
     */
    void take(Event event);
  }

  private final LinuxFs fs;
  private final EventQueue queue;
  private final MemorySegment buffer;

  private Fanotify(LinuxFs fs, EventQueue queue) {
    this.fs = fs;
    this.queue = queue;
    this.buffer = queue.buffer();
  }

  /**
   * Begins; nothing is marked yet.
   *
   * @param fs closes the descriptors that events bring; belongs to the thread that reads
   * @return to be closed
   * @throws LinuxException if the kernel does not allow it or does not know it
   */
  public static Fanotify open(LinuxFs fs) throws LinuxException {
    int flags = CLOEXEC | NONBLOCK | UNLIMITED_QUEUE | REPORT_PIDFD | REPORT_FID | REPORT_DFID_NAME;
    return new Fanotify(
        fs,
        EventQueue.open(
            fs,
            "fanotify_init",
            BUFFER,
            state -> (int) NotifyLibc.FANOTIFY_INIT.invokeExact(state, flags, 0)));
  }

  /**
   * For {@code poll}.
   *
   * @return the descriptor
   */
  public int fd() {
    return queue.fd();
  }

  /**
   * Marks the file system that a file is on. Again if it is marked already: no harm.
   *
   * @param file a descriptor
   * @throws LinuxException if the file system cannot be watched so
   */
  public void mark(int file) throws LinuxException {
    mark(file, MARK_ADD | MARK_FILESYSTEM);
  }

  /**
   * Takes the mark away.
   *
   * @param file a descriptor of any file on the file system
   * @throws LinuxException if there is none
   */
  public void unmark(int file) throws LinuxException {
    mark(file, MARK_REMOVE | MARK_FILESYSTEM);
  }

  private void mark(int file, int flags) throws LinuxException {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment state = own.allocate(Libc.CALL_STATE);
      int result =
          (int)
              NotifyLibc.FANOTIFY_MARK.invokeExact(
                  state, queue.fd(), flags, MASK, file, MemorySegment.NULL);
      if (result < 0) {
        throw new LinuxException("fanotify_mark", Libc.errno(state));
      }
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * Reads what has gathered, a buffer of it.
   *
   * @param sink is given each event
   * @return whether there was anything
   * @throws LinuxException if it cannot be read
   */
  public boolean read(Sink sink) throws LinuxException {
    long length = queue.read();
    for (long at = 0; at < length; ) {
      int size = buffer.get(JAVA_INT_UNALIGNED, at);
      event(at, size, sink);
      at += size;
    }
    return length > 0;
  }

  private void event(long at, int size, Sink sink) {
    long mask = buffer.get(JAVA_LONG_UNALIGNED, at + 8);
    int pid = buffer.get(JAVA_INT_UNALIGNED, at + 20);
    int pidfd = -1;
    Optional<Handle> directory = Optional.empty();
    Optional<Handle> file = Optional.empty();
    byte[] name = {};
    List<Integer> toClose = new ArrayList<>(1);
    for (long info = at + METADATA; info < at + size; ) {
      int length = buffer.get(JAVA_SHORT_UNALIGNED, info + 2) & 0xffff;
      switch (buffer.get(JAVA_BYTE, info)) {
        case INFO_FID -> file = Optional.of(handle(info));
        case INFO_DFID, INFO_DFID_NAME -> {
          directory = Optional.of(handle(info));
          name = name(info, length);
        }
        case INFO_PIDFD -> {
          pidfd = buffer.get(JAVA_INT_UNALIGNED, info + 4);
          if (pidfd >= 0) {
            toClose.add(pidfd);
          }
        }
        default -> {} // a later kernel says more
      }
      info += Math.max(length, 4);
    }
    try {
      sink.take(new Event(mask, pid, pidfd, directory, name, file));
    } finally {
      toClose.forEach(fs::closeFd);
    }
  }

  /** Behind the header: fsid at 4, then the handle: its length at 12, type at 16, bytes at 20. */
  private Handle handle(long info) {
    long fsid = buffer.get(JAVA_LONG_UNALIGNED, info + 4);
    byte[] bytes = new byte[8 + buffer.get(JAVA_INT_UNALIGNED, info + 12)];
    MemorySegment.copy(buffer, JAVA_BYTE, info + 12, bytes, 0, bytes.length);
    return new Handle(fsid, bytes);
  }

  private byte[] name(long info, int length) {
    if (buffer.get(JAVA_BYTE, info) != INFO_DFID_NAME) {
      return new byte[] {'.', 0};
    }
    long from = info + 20 + buffer.get(JAVA_INT_UNALIGNED, info + 12);
    int most = (int) (info + length - from);
    return queue.name(from, most);
  }

  @Override
  public void close() {
    queue.close();
  }
}
