package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Waits for one of several descriptors, or for somebody who wakes it. {@link #await} by one thread,
 * {@link #wake} by any.
 */
public final class Poller implements AutoCloseable {

  private static final short IN = 0x1;
  private static final short PRIORITY = 0x2;
  private static final int MOST = 16;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment callState = arena.allocate(Libc.CALL_STATE);
  private final MemorySegment entries = arena.allocate(8L * MOST, 8);
  private final MemorySegment number = arena.allocate(8, 8);
  private final LinuxFs fs;
  private final int wake;
  private int count;

  private Poller(LinuxFs fs, int wake) {
    this.fs = fs;
    this.wake = wake;
    add(wake, IN);
  }

  /**
   * Makes one.
   *
   * @param fs belongs to the thread that waits
   * @return to be closed
   * @throws LinuxException if there are no descriptors left
   */
  public static Poller open(LinuxFs fs) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.CALL_STATE);
      int fd = (int) NotifyLibc.EVENTFD.invokeExact(state, 0, Abi.NONBLOCK | Abi.CLOEXEC);
      if (fd < 0) {
        throw new LinuxException("eventfd", Libc.errno(state));
      }
      return new Poller(fs, fd);
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * Waits for input on it too.
   *
   * @param fd a descriptor
   * @return its place, for {@link #isReady}
   */
  public int addInput(int fd) {
    return add(fd, IN);
  }

  /**
   * Waits for news of it too, as {@code /proc/self/mountinfo} has them.
   *
   * @param fd a descriptor
   * @return its place, for {@link #isReady}
   */
  public int addNews(int fd) {
    return add(fd, PRIORITY);
  }

  private int add(int fd, short events) {
    if (count == MOST) {
      throw new IllegalStateException("more than " + MOST + " descriptors");
    }
    entries.set(JAVA_INT, 8L * count, fd);
    entries.set(JAVA_SHORT, 8L * count + 4, events);
    return count++;
  }

  /**
   * Waits.
   *
   * @param millis for so long at most; less than 0 for ever
   * @throws LinuxException if it cannot be waited
   */
  public void await(int millis) throws LinuxException {
    try {
      int ready = (int) NotifyLibc.POLL.invokeExact(callState, entries, (long) count, millis);
      if (ready < 0 && Libc.errno(callState) != Errno.EINTR) {
        throw new LinuxException("poll", Libc.errno(callState));
      }
      if (ready < 0) {
        for (int i = 0; i < count; i++) {
          entries.set(JAVA_SHORT, 8L * i + 6, (short) 0);
        }
      } else if (isReady(0)) {
        long unused = (long) Libc.READ.invokeExact(callState, wake, number, 8L);
      }
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * What the last {@link #await} found.
   *
   * @param place as given by {@link #addInput} or {@link #addNews}
   * @return whether there is something to read, or an error to meet
   */
  public boolean isReady(int place) {
    return entries.get(JAVA_SHORT, 8L * place + 6) != 0;
  }

  /** Ends the wait, also one that has not begun. */
  public void wake() {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment one = own.allocateFrom(JAVA_LONG, 1);
      MemorySegment state = own.allocate(Libc.CALL_STATE);
      long unused = (long) NotifyLibc.WRITE.invokeExact(state, wake, one, 8L);
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  @Override
  public void close() {
    fs.closeFd(wake);
    arena.close();
  }
}
