package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The C library's functions as method handles. They are constants, so that a call costs what it
 * costs in C; each leaves {@code errno} in the segment that it is given first. None is called as
 * "critical": on a network file system each of them can block.
 */
final class Libc {

  static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CALL_STATE.varHandle(PathElement.groupElement("errno")).withInvokeExactBehavior();

  /** {@code int openat(int, const char*, int flags, ...)}, never with a mode. */
  static final MethodHandle OPENAT =
      handle(
          "openat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), Linker.Option.firstVariadicArg(3));

  static final MethodHandle CLOSE = handle("close", of(JAVA_INT, JAVA_INT));
  static final MethodHandle READ = handle("read", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle LSEEK = handle("lseek", of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  static final MethodHandle STATX =
      handle("statx", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  static final MethodHandle GETDENTS64 =
      handle("getdents64", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle READLINKAT =
      handle("readlinkat", of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  static final MethodHandle FLISTXATTR =
      handle("flistxattr", of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  static final MethodHandle FGETXATTR =
      handle("fgetxattr", of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  static final MethodHandle LLISTXATTR =
      handle("llistxattr", of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG));
  static final MethodHandle LGETXATTR =
      handle("lgetxattr", of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));

  private Libc() {}

  private static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
    return FunctionDescriptor.of(result, arguments);
  }

  static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... more) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol =
        linker
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
    List<Linker.Option> options = new ArrayList<>(List.of(more));
    options.add(Linker.Option.captureCallState("errno"));
    return linker.downcallHandle(symbol, descriptor, options.toArray(Linker.Option[]::new));
  }

  static int errno(MemorySegment callState) {
    return (int) ERRNO.get(callState, 0L);
  }
}
