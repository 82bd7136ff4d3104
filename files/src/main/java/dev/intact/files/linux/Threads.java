package dev.intact.files.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What the kernel lets a thread say of itself. */
public final class Threads {

  private static final long WHO_PROCESS = 1;
  private static final long CLASS_IDLE = 3L << 13;

  private Threads() {}

  /**
   * Lets the disk serve all others first, from now on, for the calling thread alone. It must not be
   * a virtual one. Source: {@code ioprio_set(2)}.
   *
   * @return whether the kernel has agreed; schedulers that know no priorities do not heed it
   */
  public static boolean readWhenIdle() {
    long number = System.getProperty("os.arch", "").equals("aarch64") ? 30 : 251;
    return call(number, WHO_PROCESS, 0, CLASS_IDLE, 0) == 0;
  }

  /**
   * Whether a process is still the one that a descriptor was given for, and runs.
   *
   * @param pidfd its descriptor
   * @return false if it has ended
   */
  public static boolean isAlive(int pidfd) {
    return call(424, pidfd, 0, 0, 0) == 0; // pidfd_send_signal without a signal
  }

  private static long call(long number, long a, long b, long c, long d) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.CALL_STATE);
      return (long) NotifyLibc.SYSCALL4.invokeExact(state, number, a, b, c, d);
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }
}
