package dev.intact.files.watch;

import dev.intact.files.WatchedSet;
import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.linux.OwnFile;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.ScanRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Proves that a change is seen, by making one: a file in the root itself, of a name that nobody can
 * guess, made, written in place as an intruder would, and removed. Only there does an event prove
 * that this directory is watched; elsewhere on the mount it would prove the queue alone. Not
 * thread-safe.
 */
final class CanaryFlight {

  static final String PREFIX = ".intact-canary-";

  private static final int DIGITS = 32;

  /** A check that is at work may still hold what it saw of one. */
  private static final int REMEMBERED = 64;

  private static final String TEXT = "Intact proves that this directory is watched. ";

  private final WatchedSet set;
  private final Canaries canaries;
  private final RandomGenerator random;
  private final Deque<ByteString> flown = new ArrayDeque<>();

  CanaryFlight(WatchedSet set, Canaries canaries, RandomGenerator random) {
    this.set = set;
    this.canaries = canaries;
    this.random = random;
  }

  /** What came of it. */
  sealed interface Outcome {
    /** It was seen. */
    record Seen(Duration after) implements Outcome {}

    /** It was made and not seen, wholly or in part. */
    record Missed(String what) implements Outcome {}

    /** Events were lost while it was out, which is told as such: it says nothing. */
    record Void() implements Outcome {}

    /** It could not be made, so that nothing is proven. */
    record Grounded(String why) implements Outcome {}
  }

  /** Flies one in a root, or beside it if that is a file. */
  Outcome fly(ByteString root, ScanRules rules, Duration within) throws InterruptedException {
    try (LinuxFs fs = LinuxFs.open()) {
      int parent = fs.openParentOf(root.toBytes());
      try {
        byte[] name = PathOrder.name(root);
        if (!fs.stat(parent, name).isDirectory()) {
          return beside(fs, parent, root, rules, within);
        }
        int directory = fs.openDirectory(parent, name);
        try {
          return accounted(fs, directory, root, rules, within);
        } finally {
          fs.closeFd(directory);
        }
      } finally {
        fs.closeFd(parent);
      }
    } catch (LinuxException e) {
      return new Outcome.Grounded(e.reason());
    } catch (IOException | UnsupportedSystemException e) {
      return new Outcome.Grounded(String.valueOf(e.getMessage()));
    }
  }

  private Outcome beside(LinuxFs fs, int parent, ByteString root, ScanRules rules, Duration within)
      throws IOException, InterruptedException {
    try {
      return fly(fs, parent, PathOrder.parent(root), rules, within, () -> {});
    } finally {
      canaries.landed();
    }
  }

  /** What it does to the root's times is put down to it, if it alone did it. */
  private Outcome accounted(
      LinuxFs fs, int directory, ByteString root, ScanRules rules, Duration within)
      throws IOException, UnsupportedSystemException, InterruptedException {
    try (WatchedSet.OwnAct act = set.act(root);
        RootTrail trail = new RootTrail(root, rules)) {
      try {
        return fly(fs, directory, root, rules, within, trail::look);
      } finally {
        trail.account(act, canaries.isDisturbed());
        canaries.landed();
      }
    }
  }

  /** Looks at the directory. */
  private interface Looking {
    void look() throws IOException, InterruptedException;
  }

  private Outcome fly(
      LinuxFs fs, int directory, ByteString path, ScanRules rules, Duration within, Looking around)
      throws IOException, InterruptedException {
    byte[] digits = new byte[DIGITS / 2];
    random.nextBytes(digits);
    String hex = HexFormat.of().formatHex(digits);
    byte[] name = (PREFIX + hex + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] content = content(hex);
    ByteString canary = PathOrder.child(path, name);
    String sha256 = HexFormat.of().formatHex(sha256(content));
    OwnFile file = new OwnFile(fs);
    set.canary(canary, sha256);
    flown.addLast(canary);
    if (flown.size() > REMEMBERED) {
      set.noCanary(flown.removeFirst());
    }
    canaries.expect(canary, sha256, rules.contains(canary) && rules.includes().isEmpty());
    long begun = System.nanoTime();
    boolean made = false;
    try {
      around.look();
      file.create(directory, name, new byte[0]);
      made = true;
      around.look();
      file.overwrite(directory, name, content);
      boolean seen = canaries.awaitWritten(within.toNanos());
      long after = System.nanoTime() - begun;
      around.look();
      file.remove(directory, name);
      made = false;
      around.look();
      if (seen && canaries.awaitRemoved(within.toNanos())) {
        return new Outcome.Seen(Duration.ofNanos(after));
      }
      return canaries.isLost() ? new Outcome.Void() : new Outcome.Missed(canaries.missing());
    } finally {
      if (made) {
        around.look();
        remove(file, directory, name);
        around.look();
      }
    }
  }

  private static void remove(OwnFile file, int directory, byte[] name) {
    try {
      file.remove(directory, name);
    } catch (LinuxException e) {
      // then it is found as what it is: a file that was not there
    }
  }

  private static byte[] content(String hex) {
    return (TEXT + hex + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Removes what a process left behind that was killed in flight; nothing but our very bytes. */
  void clear(ByteString root) {
    try (LinuxFs fs = LinuxFs.open()) {
      int parent = fs.openParentOf(root.toBytes());
      try {
        int directory = fs.openDirectory(parent, PathOrder.name(root));
        try {
          for (byte[] entry : fs.list(directory)) {
            leftBehind(fs, directory, entry).ifPresent(n -> remove(new OwnFile(fs), directory, n));
          }
        } finally {
          fs.closeFd(directory);
        }
      } finally {
        fs.closeFd(parent);
      }
    } catch (IOException | UnsupportedSystemException e) {
      // no directory, or not to be read: nothing was made there
    }
  }

  private static Optional<byte[]> leftBehind(LinuxFs fs, int directory, byte[] entry)
      throws LinuxException {
    String text = new String(entry, 0, entry.length - 2, StandardCharsets.ISO_8859_1);
    if (!text.matches("\\.intact-canary-[0-9a-f]{" + DIGITS + "}")) {
      return Optional.empty();
    }
    byte[] name = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] wanted = content(text.substring(PREFIX.length()));
    int fd = fs.openFile(directory, name);
    try {
      byte[] found = new byte[wanted.length + 1];
      int length = fs.stat(fd).isRegular() ? fs.read(fd, found, found.length) : -1;
      boolean ours =
          length == 0
              || (length == wanted.length && Arrays.equals(found, 0, length, wanted, 0, length));
      return ours ? Optional.of(name) : Optional.empty();
    } finally {
      fs.closeFd(fd);
    }
  }
}
