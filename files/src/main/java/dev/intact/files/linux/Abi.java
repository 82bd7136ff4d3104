package dev.intact.files.linux;

import java.util.Optional;

/**
 * The numbers by which the kernel of an architecture knows the flags of {@code open}. Those of one
 * given to another are not refused but mean something else: on aarch64 the {@code O_NOFOLLOW} of
 * x86-64 follows links. Source: {@code asm-generic/fcntl.h}, {@code arch/arm64/.../fcntl.h}.
 *
 * @param directory {@code O_DIRECTORY}
 * @param noFollow {@code O_NOFOLLOW}
 */
record Abi(int directory, int noFollow) {

  static final int NONBLOCK = 0_4000;
  static final int NOATIME = 0_1000000;
  static final int CLOEXEC = 0_2000000;

  private static final Abi X86_64 = new Abi(0_200000, 0_400000);
  private static final Abi AARCH64 = new Abi(0_40000, 0_100000);

  /** The numbers of an architecture as Java names it; empty if they are not known. */
  static Optional<Abi> of(String osArch) {
    return switch (osArch) {
      case "amd64", "x86_64" -> Optional.of(X86_64);
      case "aarch64" -> Optional.of(AARCH64);
      default -> Optional.empty();
    };
  }
}
