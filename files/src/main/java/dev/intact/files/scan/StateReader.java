package dev.intact.files.scan;

import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.linux.UnsupportedSystemException;
import dev.intact.files.scan.EntryReader.Reading;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Establishes states of single paths, with everything that is known of them. Goes by descriptors
 * from the root, follows no link. Not thread-safe.
 */
public final class StateReader implements AutoCloseable {

  private final EntryReader reader;

  private StateReader(EntryReader reader) {
    this.reader = reader;
  }

  /**
   * Makes one.
   *
   * @return to be closed
   * @throws IOException if files cannot be read so here
   */
  public static StateReader open() throws IOException {
    try {
      return new StateReader(new EntryReader(LinuxFs.open(), Optional.empty(), RateLimit.NONE));
    } catch (UnsupportedSystemException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    reader.close();
  }

  /**
   * What was read.
   *
   * @param state the state; empty if nothing is there, or it was not established
   * @param trouble why it was not established
   */
  public record Read(Optional<FileState> state, Optional<Trouble> trouble) {}

  /**
   * Reads a state.
   *
   * @param path absolute
   * @return what is there
   * @throws IOException if the state is none of ours
   * @throws InterruptedException if the thread was interrupted
   */
  public Read read(ByteString path) throws IOException, InterruptedException {
    LinuxFs fs = reader.fs();
    int parent;
    try {
      parent = fs.openParentOf(path.array());
    } catch (LinuxException e) {
      return e.isAbsent() ? nothing() : trouble(e);
    }
    try {
      byte[] name = Paths.lastName(path.array());
      if (fs.stat(parent, name).isDirectory()) {
        int fd = fs.openDirectory(parent, name);
        try {
          return read(reader.directory(fd, fs.stat(fd), Preset.BINARIES.compared()));
        } finally {
          fs.closeFd(fd);
        }
      }
      byte[] typed = Arrays.copyOf(name, name.length + 1);
      return read(
          reader.read(
              parent,
              typed,
              EntryReader.DT_UNKNOWN,
              Optional.empty(),
              Optional.empty(),
              Preset.BINARIES));
    } catch (LinuxException e) {
      return e.isAbsent() ? nothing() : trouble(e);
    } finally {
      fs.closeFd(parent);
    }
  }

  private static Read nothing() {
    return new Read(Optional.empty(), Optional.empty());
  }

  private static Read trouble(LinuxException e) {
    return new Read(Optional.empty(), Optional.of(new Trouble(Verdict.UNVERIFIABLE, e.reason())));
  }

  private static Read read(Reading reading) throws IOException {
    return switch (reading) {
      case Reading.State state -> new Read(state(state.bytes()), Optional.empty());
      case Reading.Failed failed -> new Read(Optional.empty(), Optional.of(failed.trouble()));
      case Reading.Vanished() -> nothing();
      case Reading.Trusted() -> throw new IllegalStateException("nothing is taken on trust here");
    };
  }

  private static Optional<FileState> state(ByteString bytes) throws IOException {
    try {
      return Optional.of(FileState.read(bytes.toBytes()));
    } catch (StateFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
