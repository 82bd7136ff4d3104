package dev.intact.files.linux;

import java.io.IOException;

/** The kernel refused a call. */
public final class LinuxException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int errno;
  private final String reason;

  LinuxException(String call, int errno) {
    super(Errno.text(errno) + " (" + call + ")");
    this.errno = errno;
    this.reason = Errno.text(errno) + " (" + call + ")";
  }

  /**
   * What the kernel said, and to which call.
   *
   * @return the message
   */
  public String reason() {
    return reason;
  }

  /**
   * Whether there is nothing of this name.
   *
   * @return true for ENOENT
   */
  public boolean isAbsent() {
    return errno == Errno.ENOENT;
  }

  /**
   * Whether what was opened is a symbolic link, or no directory where one was wanted.
   *
   * @return true for ELOOP and ENOTDIR
   */
  public boolean isOtherType() {
    return errno == Errno.ELOOP || errno == Errno.ENOTDIR;
  }
}
