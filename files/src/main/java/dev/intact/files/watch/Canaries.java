package dev.intact.files.watch;

import dev.intact.files.linux.Fanotify;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The canary that is out at the moment, as the parts see it that it flies through. Thread-safe. */
final class Canaries {

  private static final long WRITTEN = Fanotify.CREATE | Fanotify.MODIFY;

  private static final long COMES_OR_GOES =
      Fanotify.CREATE | Fanotify.DELETE | Fanotify.MOVED_FROM | Fanotify.MOVED_TO;

  // guarded by this
  private Optional<ByteString> out = Optional.empty();
  private String content = "";
  private boolean readable;
  private long seen;
  private boolean read;
  private boolean lost;
  private boolean flying;
  private boolean disturbed;
  private long flights;

  /**
   * A canary is about to be made.
   *
   * @param path where
   * @param sha256 of what it will hold, hexadecimal
   * @param inSet whether what is found there is read too
   */
  synchronized void expect(ByteString path, String sha256, boolean inSet) {
    out = Optional.of(path);
    content = sha256;
    readable = inSet;
    seen = 0;
    read = !inSet;
    lost = false;
    disturbed = false;
    flying = true;
    flights++;
  }

  /** What it did to its directory is known. */
  synchronized void landed() {
    flying = false;
  }

  synchronized boolean isFlying() {
    return flying;
  }

  /** How many there were. */
  synchronized long flights() {
    return flights;
  }

  /** Whether somebody else did something in its directory meanwhile, as far as events tell. */
  synchronized boolean isDisturbed() {
    return disturbed;
  }

  /** Events are missing: perhaps those of this one. That is told already, and no miss besides. */
  synchronized void lost() {
    lost = true;
    notifyAll();
  }

  /** Whether events went missing while it was out. */
  synchronized boolean isLost() {
    return lost;
  }

  /** An event came. */
  synchronized void saw(ByteString path, long mask) {
    if (out.isPresent() && out.get().equals(path)) {
      seen |= mask;
      notifyAll();
    } else if (flying && out.isPresent()) {
      ByteString directory = PathOrder.parent(out.get());
      boolean itself = path.equals(directory) && (mask & Fanotify.ATTRIB) != 0;
      boolean within = PathOrder.parent(path).equals(directory) && (mask & COMES_OR_GOES) != 0;
      disturbed |= itself || within;
    }
  }

  /** What was found at a path is the canary, and nothing that anybody should hear of. */
  synchronized boolean found(ByteString path, Optional<String> sha256) {
    if (out.isEmpty() || !out.get().equals(path)) {
      return false;
    }
    if (readable && sha256.equals(Optional.of(content))) {
      read = true;
      notifyAll();
    }
    return true;
  }

  /** Waits until it was told of as made and written, and was read. */
  synchronized boolean awaitWritten(long nanos) throws InterruptedException {
    return await(nanos, WRITTEN);
  }

  /** Waits until it was told of as removed. */
  synchronized boolean awaitRemoved(long nanos) throws InterruptedException {
    return await(nanos, Fanotify.DELETE);
  }

  private boolean await(long nanos, long bits) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    while ((seen & bits) != bits || !read) {
      long left = until - System.nanoTime();
      if (left <= 0 || lost) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** What has not been seen of it, for people. */
  synchronized String missing() {
    StringBuilder text = new StringBuilder();
    add(text, (seen & Fanotify.CREATE) == 0, "that it was made");
    add(text, (seen & Fanotify.MODIFY) == 0, "that it was written");
    add(text, !read, "what it holds");
    add(text, (seen & Fanotify.DELETE) == 0, "that it was removed");
    return text.toString();
  }

  private static void add(StringBuilder text, boolean missing, String what) {
    if (missing) {
      text.append(text.isEmpty() ? "" : ", ").append(what);
    }
  }
}
