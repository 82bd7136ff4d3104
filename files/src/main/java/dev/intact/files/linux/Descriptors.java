package dev.intact.files.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files this process may have open. */
public final class Descriptors {

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String OPEN_FILES = "Max open files";

  /** What every system grants. */
  private static final int LEAST = 256;

  private Descriptors() {}

  /**
   * The limit that is in force, which Java raises to the highest allowed when it starts.
   *
   * @return descriptors, at least 256; that too where the kernel does not say
   */
  public static int most() {
    try {
      return Files.readAllLines(LIMITS, StandardCharsets.US_ASCII).stream()
          .filter(line -> line.startsWith(OPEN_FILES))
          .map(line -> line.substring(OPEN_FILES.length()).strip().split(" +", -1)[0])
          .mapToInt(Descriptors::number)
          .findFirst()
          .orElse(LEAST);
    } catch (IOException e) {
      return LEAST;
    }
  }

  private static int number(String limit) {
    try {
      return limit.equals("unlimited")
          ? Integer.MAX_VALUE
          : (int) Math.clamp(Long.parseLong(limit), LEAST, Integer.MAX_VALUE);
    } catch (NumberFormatException e) {
      return LEAST;
    }
  }
}
