package dev.intact.log;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/**
 * How gladly a thread gives way to others: {@code setpriority(2)} of the calling thread.
 *
 * <p>Every caller of an append waits for one thread that works little and sleeps in the disk. On a
 * busy machine it waits as long for a processor as for the disk, unless it goes first. To go first
 * needs root, {@code CAP_SYS_NICE} or {@code RLIMIT_NICE}, and native access granted to this
 * module; without them everything works, slower under load.
 */
enum Niceness {
  /** What all callers wait for: the committer. */
  COMMIT(-15),
  /** As everybody else. */
  NORMAL(0),
  /** What nobody waits for; needs no right. */
  BACKGROUND(10);

  private static final int PRIO_PROCESS = 0;
  private static final int CALLING_THREAD = 0;

  private final int nice;

  Niceness(int nice) {
    this.nice = nice;
  }

  /**
   * Asks the kernel for it.
   *
   * @return whether it was granted; false also where it is not tried: another system than Linux, or
   *     no native access
   */
  boolean request() {
    if (nice == 0) {
      return true;
    }
    Optional<MethodHandle> call = setpriority();
    try {
      return call.isPresent()
          && (int) call.get().invokeExact(PRIO_PROCESS, CALLING_THREAD, nice) == 0;
    } catch (Throwable e) {
      throw new IllegalStateException("setpriority cannot be called", e);
    }
  }

  private static Optional<MethodHandle> setpriority() {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
    if (!linux || !Niceness.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    Optional<MemorySegment> symbol = libc.find("setpriority");
    return symbol.map(s ->
        linker.downcallHandle(
            s,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT)));
  }
}
