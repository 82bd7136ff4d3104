package dev.intact.files.scan;

import dev.intact.files.linux.FileStat;
import dev.intact.files.linux.FileStat.FileTime;
import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.scan.StateWriter.Content;
import dev.intact.files.scan.StateWriter.Found;
import dev.intact.finding.Verdict;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Establishes the state of one entry: opened once, all facts from that descriptor, looked at before
 * and after its content was read. One at a time.
 */
final class EntryReader implements AutoCloseable {

  static final int DT_UNKNOWN = 0;
  static final int DT_DIRECTORY = 4;
  static final int DT_REGULAR = 8;

  private static final int ATTEMPTS = 3;
  private static final Content NONE = new Content.None();
  private static final ByteString NO_TARGET = ByteString.owning(new byte[0]);

  private final LinuxFs fs;
  private final Optional<FileTime> trustedBefore;
  private final RateLimit limit;
  private final MessageDigest digest = sha256();
  private final StateWriter writer = new StateWriter(sha256());
  private final byte[] content = new byte[LinuxFs.READ_BYTES];
  private long bytes;
  private long trusted;

  /**
   * A reader.
   *
   * @param fs its own; closed with this
   * @param trustedBefore for a quick check, or with states that are carried over: files that were
   *     changed last before this are not read if their times say that they are the same
   */
  EntryReader(LinuxFs fs, Optional<FileTime> trustedBefore, RateLimit limit) {
    this.fs = fs;
    this.trustedBefore = trustedBefore;
    this.limit = limit;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    fs.close();
  }

  LinuxFs fs() {
    return fs;
  }

  long bytes() {
    return bytes;
  }

  long trusted() {
    return trusted;
  }

  /** What came of reading an entry. */
  sealed interface Reading {
    /**
     * Its state.
     *
     * @param bytes as far as it was known, of a file that may grow
     * @param grown as far as it goes now, if that is further
     */
    record State(ByteString bytes, Optional<ByteString> grown) implements Reading {}

    /** As expected, by its times. */
    record Trusted() implements Reading {}

    /** It is not there any more. */
    record Vanished() implements Reading {}

    /** Not established; the state as far as it is known. */
    record Failed(Trouble trouble, Optional<ByteString> state) implements Reading {}
  }

  /** A change under our hands: try again. */
  private static final class UnsteadyException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String what;

    UnsteadyException(String what) {
      super(what, null, false, false);
      this.what = what;
    }
  }

  /**
   * Reads an entry that is no directory.
   *
   * @param at the directory's descriptor
   * @param name ended by NUL
   * @param type {@code d_type}
   * @param old the expected state
   * @param carried a state that stands for reading it, if times say that it is still the same
   * @param preset what must stay
   */
  Reading read(
      int at, byte[] name, int type, Optional<byte[]> old, Optional<byte[]> carried, Preset preset)
      throws InterruptedException {
    String unsteady = "";
    Optional<KnownFacts> known = old.flatMap(KnownFacts::of);
    try {
      if (isTrusted(at, name, known)) {
        trusted++;
        return new Reading.Trusted();
      }
      if (isTrusted(at, name, carried.flatMap(KnownFacts::of))) {
        trusted++;
        return new Reading.State(ByteString.owning(carried.get()), Optional.empty());
      }
      boolean regular = type == DT_REGULAR || (type == DT_UNKNOWN && fs.stat(at, name).isRegular());
      for (int i = 0; i < ATTEMPTS; i++) {
        try {
          return regular ? regular(at, name, known, preset) : special(at, name, preset);
        } catch (UnsteadyException e) {
          unsteady = e.what;
          regular = fs.stat(at, name).isRegular();
        }
      }
      return failed(Verdict.UNSTABLE, unsteady + ", " + ATTEMPTS + " times", Optional.empty());
    } catch (LinuxException e) {
      return e.isAbsent()
          ? new Reading.Vanished()
          : failed(Verdict.UNVERIFIABLE, e.reason(), Optional.empty());
    }
  }

  private boolean isTrusted(int at, byte[] name, Optional<KnownFacts> known) throws LinuxException {
    return trustedBefore.isPresent()
        && known.isPresent()
        && known.get().isTrusted(fs.stat(at, name), trustedBefore.get());
  }

  private static Reading failed(Verdict verdict, String detail, Optional<ByteString> state) {
    return new Reading.Failed(new Trouble(verdict, detail), state);
  }

  private Reading regular(int at, byte[] name, Optional<KnownFacts> known, Preset preset)
      throws LinuxException, UnsteadyException, InterruptedException {
    int fd;
    try {
      fd = fs.openFile(at, name);
    } catch (LinuxException e) {
      if (e.isAbsent()) {
        return new Reading.Vanished();
      }
      FileStat stat = fs.stat(at, name);
      return stat.isRegular() ? unreadable(at, name, stat, e, preset) : special(at, name, preset);
    }
    try {
      FileStat before = fs.stat(fd);
      if (!before.isRegular()) {
        throw new UnsteadyException("became a " + Kind.of(before) + " while it was read");
      }
      var xattrs = fs.xattrs(fd);
      boolean growing = preset.growing();
      long size =
          growing
                  && known.isPresent()
                  && known.get().hashed()
                  && known.get().size() <= before.size()
              ? known.get().size()
              : before.size();
      digest.reset();
      hash(fd, size, growing);
      long more = growing ? before.size() - size : 0;
      ByteString hash = ByteString.owning(more > 0 ? sofar() : digest.digest());
      if (more > 0) {
        hash(fd, more, true);
      }
      FileStat after = fs.stat(fd);
      if (growing ? after.size() < before.size() : !after.equals(before)) {
        throw new UnsteadyException("changed while it was read");
      }
      Content content = new Content.Hashed(hash, growing);
      ByteString state =
          written(
              new Found(Kind.REGULAR, after, size, content, NO_TARGET, xattrs), preset.compared());
      if (more == 0) {
        return new Reading.State(state, Optional.empty());
      }
      Content all = new Content.Hashed(ByteString.owning(digest.digest()), true);
      Found grown = new Found(Kind.REGULAR, after, before.size(), all, NO_TARGET, xattrs);
      return new Reading.State(state, Optional.of(written(grown, preset.compared())));
    } catch (LinuxException e) {
      return failed(Verdict.UNVERIFIABLE, e.reason(), Optional.empty());
    } finally {
      fs.closeFd(fd);
    }
  }

  /** Reads exactly what the size says; unless the file may grow, its end must come there. */
  private void hash(int fd, long size, boolean growing)
      throws LinuxException, UnsteadyException, InterruptedException {
    long left = size;
    while (true) {
      // One more than there should be: the end shows in the same call.
      int most = (int) Math.min(content.length, growing ? left : left + 1);
      int length = most == 0 ? 0 : fs.read(fd, content, most);
      if (length > left) {
        throw new UnsteadyException("grew while it was read");
      }
      digest.update(content, 0, length);
      left -= length;
      bytes += length;
      if (left == 0 && (length < most || growing)) {
        return;
      }
      if (length == 0) {
        throw new UnsteadyException("became shorter while it was read");
      }
      limit.take(length);
    }
  }

  /** The digest of what was read, without ending it. */
  private byte[] sofar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  private Reading unreadable(
      int at, byte[] name, FileStat stat, LinuxException cause, Preset preset) {
    Optional<ByteString> known = Optional.empty();
    try {
      Found found =
          new Found(
              Kind.REGULAR,
              stat,
              stat.size(),
              new Content.Unreadable(),
              NO_TARGET,
              fs.xattrs(at, name));
      known = Optional.of(ByteString.owning(writer.write(found, preset.compared())));
    } catch (LinuxException e) {
      // Then nothing is known of it but that it cannot be read.
    }
    return failed(Verdict.UNVERIFIABLE, cause.reason(), known);
  }

  /** What must not be opened: a pipe would wait, a device could do anything. */
  private Reading special(int at, byte[] name, Preset preset)
      throws LinuxException, UnsteadyException {
    FileStat before = fs.stat(at, name);
    Kind kind = Kind.of(before);
    if (kind == Kind.NONE) {
      return failed(
          Verdict.UNVERIFIABLE,
          "is of a type that is not known: " + before.type(),
          Optional.empty());
    }
    if (before.isRegular() || before.isDirectory()) {
      throw new UnsteadyException("became a " + kind + " while it was read");
    }
    ByteString target = kind == Kind.LINK ? ByteString.owning(fs.readLink(at, name)) : NO_TARGET;
    var xattrs = fs.xattrs(at, name);
    if (!fs.stat(at, name).equals(before)) {
      throw new UnsteadyException("changed while it was read");
    }
    return state(new Found(kind, before, before.size(), NONE, target, xattrs), preset.compared());
  }

  /** A directory that is open. */
  Reading directory(int fd, FileStat stat, Set<Field> compared) {
    try {
      return state(
          new Found(Kind.DIRECTORY, stat, stat.size(), NONE, NO_TARGET, fs.xattrs(fd)), compared);
    } catch (LinuxException e) {
      return failed(Verdict.UNVERIFIABLE, e.reason(), Optional.empty());
    }
  }

  /** A directory that cannot be opened or listed; the state as far as it is known. */
  Optional<ByteString> closedDirectory(int at, byte[] name, Set<Field> compared) {
    try {
      FileStat stat = fs.stat(at, name);
      Found found =
          new Found(Kind.DIRECTORY, stat, stat.size(), NONE, NO_TARGET, fs.xattrs(at, name));
      return Optional.of(ByteString.owning(writer.write(found, compared)));
    } catch (LinuxException e) {
      return Optional.empty();
    }
  }

  /** A directory that something is mounted on. */
  ByteString mount(FileStat stat, Preset preset) {
    Found found = new Found(Kind.MOUNT, stat, 0, NONE, NO_TARGET, List.of());
    return ByteString.owning(writer.write(found, preset.compared()));
  }

  private Reading state(Found found, Set<Field> compared) {
    return new Reading.State(written(found, compared), Optional.empty());
  }

  private ByteString written(Found found, Set<Field> compared) {
    return ByteString.owning(writer.write(found, compared));
  }
}
