package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/** The C library's functions for events, as {@link Libc} has those for files. */
final class NotifyLibc {

  static final MethodHandle FANOTIFY_INIT = of("fanotify_init", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle FANOTIFY_MARK =
      of("fanotify_mark", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS);
  static final MethodHandle INOTIFY_INIT1 = of("inotify_init1", JAVA_INT, JAVA_INT);
  static final MethodHandle INOTIFY_ADD_WATCH =
      of("inotify_add_watch", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle INOTIFY_RM_WATCH = of("inotify_rm_watch", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle OPEN_BY_HANDLE_AT =
      of("open_by_handle_at", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle NAME_TO_HANDLE_AT =
      of("name_to_handle_at", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle FSTATFS = of("fstatfs", JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle POLL = of("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  static final MethodHandle EVENTFD = of("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle WRITE = of("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

  static final MethodHandle UNLINKAT = of("unlinkat", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  /** {@code openat} with a mode, for a file that is made. */
  static final MethodHandle OPENAT_MODE =
      Libc.handle(
          "openat",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(3));

  /** {@code long syscall(long number, ...)} with four whole numbers. */
  static final MethodHandle SYSCALL4 =
      Libc.handle(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));

  private NotifyLibc() {}

  private static MethodHandle of(String name, MemoryLayout result, MemoryLayout... arguments) {
    return Libc.handle(name, FunctionDescriptor.of(result, arguments));
  }
}
