package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Events of single directories, for whom fanotify is not to be had. Bits of masks are those of
 * {@link Fanotify}. Source: {@code inotify(7)}. Used by one thread.
 */
public final class Inotify implements AutoCloseable {

  /** The watch is over, because its directory is gone or it was taken away. */
  public static final long IGNORED = 0x8000;

  /** The file system was unmounted. */
  public static final long UNMOUNT = 0x2000;

  private static final int MASK =
      (int)
          (Fanotify.MODIFY
              | Fanotify.ATTRIB
              | Fanotify.CLOSE_WRITE
              | Fanotify.MOVED_FROM
              | Fanotify.MOVED_TO
              | Fanotify.CREATE
              | Fanotify.DELETE);
  private static final int ONLY_DIRECTORIES = 0x0100_0000;
  private static final int BUFFER = 64 << 10;

  /** Takes events. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One event.
     *
     * @param watch of which directory
     * @param mask what happened, as bits
     * @param name the entry, ended by NUL; NUL alone for the directory itself
     */
    void take(int watch, long mask, byte[] name);
  }

  private final Arena arena = Arena.ofShared();
  private final MemorySegment callState = arena.allocate(Libc.CALL_STATE);
  private final EventQueue queue;
  private final MemorySegment buffer;

  private Inotify(EventQueue queue) {
    this.queue = queue;
    this.buffer = queue.buffer();
  }

  /**
   * Begins; nothing is watched yet.
   *
   * @param fs closes descriptors; belongs to the thread that reads
   * @return to be closed
   * @throws LinuxException if the user has too many already
   */
  public static Inotify open(LinuxFs fs) throws LinuxException {
    return new Inotify(
        EventQueue.open(
            fs,
            "inotify_init1",
            BUFFER,
            state ->
                (int) NotifyLibc.INOTIFY_INIT1.invokeExact(state, Abi.NONBLOCK | Abi.CLOEXEC)));
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
   * Watches an open directory: by its descriptor, so that it is this one and no other.
   *
   * @param directory a descriptor
   * @return the number of the watch; the same for the same directory
   * @throws LinuxException if there are too many, or it is gone
   */
  public int watch(int directory) throws LinuxException {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment path = own.allocateFrom("/proc/self/fd/" + directory);
      int watch =
          (int)
              NotifyLibc.INOTIFY_ADD_WATCH.invokeExact(
                  callState, queue.fd(), path, MASK | ONLY_DIRECTORIES);
      if (watch < 0) {
        throw new LinuxException("inotify_add_watch", Libc.errno(callState));
      }
      return watch;
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * Takes a watch away; {@link #IGNORED} comes as its last event.
   *
   * @param watch its number
   */
  public void unwatch(int watch) {
    try {
      int unused = (int) NotifyLibc.INOTIFY_RM_WATCH.invokeExact(callState, queue.fd(), watch);
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
      int size = buffer.get(JAVA_INT_UNALIGNED, at + 12);
      sink.take(
          buffer.get(JAVA_INT_UNALIGNED, at),
          buffer.get(JAVA_INT_UNALIGNED, at + 4) & 0xffff_ffffL,
          queue.name(at + 16, size));
      at += 16 + size;
    }
    return length > 0;
  }

  @Override
  public void close() {
    queue.close();
    arena.close();
  }
}
