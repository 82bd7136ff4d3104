package dev.intact.files.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Small files of our own, in directories of others: made new or not at all, never through a link.
 * Thread-safe.
 */
public final class OwnFile {

  private static final int O_WRONLY = 1;
  private static final int O_CREAT = 0_100;
  private static final int O_EXCL = 0_200;
  private static final int OWNER_ONLY = 0_600;

  private final LinuxFs fs;
  private final Abi abi;

  /**
   * Makes one.
   *
   * @param fs closes descriptors
   */
  public OwnFile(LinuxFs fs) {
    this.fs = fs;
    this.abi = fs.abi();
  }

  /**
   * Makes a file.
   *
   * @param directory a descriptor
   * @param name ended by NUL
   * @param content what is in it
   * @throws LinuxException if it is there already or cannot be made
   */
  public void create(int directory, byte[] name, byte[] content) throws LinuxException {
    write(directory, name, content, O_CREAT | O_EXCL);
  }

  /**
   * Overwrites the beginning of a file in place, as a program does that has opened it for writing.
   *
   * @param directory a descriptor
   * @param name ended by NUL
   * @param content what is in it then
   * @throws LinuxException if it is not there or cannot be written
   */
  public void overwrite(int directory, byte[] name, byte[] content) throws LinuxException {
    write(directory, name, content, 0);
  }

  private void write(int directory, byte[] name, byte[] content, int flags) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.CALL_STATE);
      int all = O_WRONLY | Abi.CLOEXEC | abi.noFollow() | flags;
      int fd =
          (int)
              NotifyLibc.OPENAT_MODE.invokeExact(
                  state, directory, arena.allocateFrom(JAVA_BYTE, name), all, OWNER_ONLY);
      if (fd < 0) {
        throw new LinuxException("open", Libc.errno(state));
      }
      try {
        long written =
            (long)
                NotifyLibc.WRITE.invokeExact(
                    state, fd, arena.allocateFrom(JAVA_BYTE, content), (long) content.length);
        if (written != content.length) {
          throw new LinuxException("write", written < 0 ? Libc.errno(state) : Errno.ENOSPC);
        }
      } finally {
        fs.closeFd(fd);
      }
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }

  /**
   * Removes a file.
   *
   * @param directory a descriptor
   * @param name ended by NUL
   * @throws LinuxException if it is not there or cannot be removed
   */
  public void remove(int directory, byte[] name) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.CALL_STATE);
      int result =
          (int)
              NotifyLibc.UNLINKAT.invokeExact(
                  state, directory, arena.allocateFrom(JAVA_BYTE, name), 0);
      if (result < 0) {
        throw new LinuxException("unlink", Libc.errno(state));
      }
    } catch (LinuxException e) {
      throw e;
    } catch (Throwable e) {
      throw LinuxFs.impossible(e);
    }
  }
}
