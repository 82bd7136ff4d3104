package dev.intact.files.watch;

import dev.intact.files.linux.LinuxException;

/** Where hints come from. Used by the thread that reads events. */
sealed interface EventSource extends AutoCloseable permits FanotifySource, InotifySource {

  /** For {@code poll}. */
  int fd();

  /** Reads all events that have gathered and makes hints of them. */
  void drain() throws LinuxException;

  /** Asks the kernel again for what should be watched already. */
  void renew();

  @Override
  void close();
}
