package dev.intact.files.scan;

import dev.intact.files.linux.LinuxFs;
import java.util.concurrent.atomic.AtomicInteger;

/** A directory's descriptor, closed when the last who holds it lets go. Thread-safe. */
final class OpenDirectory {

  private final int fd;
  private final byte[] path;
  private final AtomicInteger holders = new AtomicInteger(1);

  /** Held by who makes it. */
  OpenDirectory(int fd, byte[] path) {
    this.fd = fd;
    this.path = path;
  }

  int fd() {
    return fd;
  }

  byte[] path() {
    return path;
  }

  OpenDirectory hold() {
    holders.incrementAndGet();
    return this;
  }

  void release(LinuxFs fs) {
    if (holders.decrementAndGet() == 0) {
      fs.closeFd(fd);
    }
  }
}
