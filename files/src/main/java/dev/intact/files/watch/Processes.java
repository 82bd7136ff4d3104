package dev.intact.files.watch;

import dev.intact.files.linux.Threads;
import dev.intact.files.scan.ByteString;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who did it, as far as the kernel tells. It names a process; what that is, is asked afterwards,
 * and by then it may have ended or become another program. Used by one thread.
 */
final class Processes {

  private static final int MOST = 256;

  /** What was read of a process is believed so long: a loop of writes asks once. */
  private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private record Known(String text, long readAt) {}

  private final Map<Integer, Known> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Known> eldest) {
          return size() > MOST;
        }
      };

  /**
   * A process.
   *
   * @param pid its number; 0 if it is not of this system's
   * @param pidfd its descriptor, by which a number that was given away again is told apart;
   *     negative if there is none
   * @return for people; empty if nothing is known
   */
  Optional<String> describe(int pid, int pidfd) {
    if (pid <= 0) {
      return Optional.empty();
    }
    long now = System.nanoTime();
    Known before = known.get(pid);
    if (before != null && now - before.readAt < FRESH_NANOS) {
      return Optional.of(before.text);
    }
    String text = read(pid, pidfd);
    known.put(pid, new Known(text, now));
    return Optional.of(text);
  }

  private static String read(int pid, int pidfd) {
    Path proc = Path.of("/proc/" + pid);
    String ended = "process " + pid + ", which ended before it could be asked";
    if (pidfd < 0) {
      return ended;
    }
    try {
      String name = bytes(proc.resolve("comm")).display().replace("\\x0a", "");
      String uid = uid(proc);
      String program = program(proc);
      return Threads.isAlive(pidfd)
          ? "process " + pid + " " + name + program + ", user " + uid
          : ended;
    } catch (IOException e) {
      return ended;
    }
  }

  private static String program(Path proc) {
    try {
      String target = Files.readSymbolicLink(proc.resolve("exe")).toString();
      return " (" + ByteString.utf8(target).display() + ")";
    } catch (IOException e) {
      return ""; // it has ended and waits to be reaped, or is the kernel's
    }
  }

  private static String uid(Path proc) throws IOException {
    String status =
        new String(bytes(proc.resolve("status")).toBytes(), StandardCharsets.ISO_8859_1);
    for (String line : status.split("\n", -1)) {
      if (line.startsWith("Uid:")) {
        return line.split("\\s+", -1)[2]; // of real, effective, saved: what it may do
      }
    }
    return "unknown";
  }

  private static ByteString bytes(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return ByteString.of(in.readNBytes(8 << 10));
    }
  }
}
