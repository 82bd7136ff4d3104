package dev.intact.log.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Files under one directory.
 *
 * <p>Durable means: fsync of the file, then rename, then fsync of the directory, in this order. A
 * directory is synced by opening it for reading and forcing it, which issues fsync on Linux. What
 * is being replaced is written under {@code .tmp/} first, so that {@link #sweep} finds all that
 * interrupted writes left.
 */
public final class FileStorage implements Storage {

  private static final int CHUNK = 1 << 20;
  private static final String TEMPORARY = ".tmp";
  private static final FileAttribute<?>[] AS_USUAL = {};

  private final Path root;
  private final FileAttribute<?>[] fileMode;
  private final FileAttribute<?>[] directoryMode;
  private final AtomicLong temporary = new AtomicLong();
  private final Set<Path> knownDirectories = ConcurrentHashMap.newKeySet();

  /**
   * Storage under a directory, which is made when absent.
   *
   * @param root the directory
   * @throws IOException if it cannot be made
   */
  public FileStorage(Path root) throws IOException {
    this(root, AS_USUAL, AS_USUAL);
  }

  private FileStorage(Path root, FileAttribute<?>[] fileMode, FileAttribute<?>[] directoryMode)
      throws IOException {
    this.root = root.toAbsolutePath().normalize();
    this.fileMode = fileMode;
    this.directoryMode = directoryMode;
    makeRoot(this.root, directoryMode);
  }

  /** The root's own name must last too. */
  private static void makeRoot(Path directory, FileAttribute<?>... mode) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    makeRoot(parent(directory), AS_USUAL);
    Files.createDirectories(directory, mode);
    force(parent(directory));
  }

  /**
   * Storage for its owner alone: the directory has mode 0700 and every file 0600 from the moment
   * that it exists. A directory that was there is closed to others. Where the file system knows no
   * such modes, its own rules hold.
   *
   * @param root the directory, made when absent
   * @return the storage
   * @throws IOException if it cannot be made or closed to others
   */
  public static FileStorage ownerOnly(Path root) throws IOException {
    if (!root.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileStorage(root);
    }
    FileStorage storage =
        new FileStorage(
            root,
            new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            },
            new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            });
    Files.setPosixFilePermissions(storage.root, PosixFilePermissions.fromString("rwx------"));
    return storage;
  }

  private Path at(String path) throws IOException {
    if (path.isEmpty()) {
      return root;
    }
    Path resolved = root.resolve(path).normalize();
    if (!resolved.startsWith(root)
        || resolved.equals(root)
        || !root.relativize(resolved).toString().equals(path)) {
      throw new IOException("not a path within the storage: " + path.replaceAll("\\p{Cntrl}", "?"));
    }
    return resolved;
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(at(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<byte[]> read(String path, int max) throws IOException {
    return PlainFile.read(at(path), max);
  }

  @Override
  public boolean exists(String path) throws IOException {
    try {
      return Files.readAttributes(at(path), BasicFileAttributes.class) != null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void write(String path, byte[] data) throws IOException {
    replace(path, data, false);
  }

  @Override
  public void writeDurable(String path, byte[] data) throws IOException {
    replace(path, data, true);
    syncDirectories(Set.of(at(path)));
  }

  private void replace(String path, byte[] data, boolean force) throws IOException {
    Path target = at(path);
    makeDirectories(parent(target));
    makeDirectories(root.resolve(TEMPORARY));
    Path temp = root.resolve(TEMPORARY).resolve(Long.toString(temporary.incrementAndGet()));
    try {
      try (FileChannel channel = openFresh(temp, StandardOpenOption.WRITE)) {
        writeAll(channel, 0, ByteBuffer.wrap(data));
        if (force) {
          channel.force(true);
        }
      }
      Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      deleteAfter(e, temp);
      throw e;
    }
  }

  /** What cannot be deleted now is swept at the next start; why it was tried is worth more. */
  private static void deleteAfter(IOException cause, Path temp) {
    try {
      Files.deleteIfExists(temp);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private FileChannel openFresh(Path file, OpenOption... access) throws IOException {
    Set<OpenOption> options = new HashSet<>(Set.of(access));
    options.add(StandardOpenOption.CREATE);
    options.add(StandardOpenOption.TRUNCATE_EXISTING);
    return FileChannel.open(file, options, fileMode);
  }

  @Override
  public void sweep() throws IOException {
    Path directory = root.resolve(TEMPORARY);
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void makeDirectories(Path directory) throws IOException {
    if (!knownDirectories.contains(directory)) {
      Files.createDirectories(directory, directoryMode);
      if (knownDirectories.size() > 100_000) {
        knownDirectories.clear();
      }
      knownDirectories.add(directory);
    }
  }

  @Override
  public void sync(Collection<String> paths) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    for (String path : paths) {
      Path file = at(path);
      try {
        force(file);
        files.add(file);
      } catch (NoSuchFileException e) {
        continue; // replaced by a wider one and deleted since
      }
    }
    syncDirectories(files);
  }

  /**
   * Every directory from the file up to the root, each once: a new directory's own name must last
   * too.
   */
  private void syncDirectories(Collection<Path> files) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    for (Path file : files) {
      for (Path dir = parent(file);
          dir.startsWith(root) && directories.add(dir) && !dir.equals(root);
          dir = parent(dir)) {
        continue;
      }
    }
    for (Path directory : directories) {
      force(directory);
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  @Override
  public void delete(String path) throws IOException {
    Files.deleteIfExists(at(path));
  }

  @Override
  public void deleteDurable(String path) throws IOException {
    delete(path);
    syncDirectories(Set.of(at(path)));
  }

  @Override
  public List<String> list(String path) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(at(path))) {
      for (Path file : files) {
        names.add(String.valueOf(file.getFileName()));
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public RandomAccess create(String path, long size) throws IOException {
    Path file = at(path);
    makeDirectories(parent(file));
    FileChannel channel = openFresh(file, StandardOpenOption.WRITE);
    try {
      fillWithZeros(channel, size);
      channel.force(true);
      syncDirectories(Set.of(file));
      return new ChannelAccess(channel, new RandomAccessFile(file.toFile(), "r"));
    } catch (IOException e) {
      try {
        channel.close();
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static void fillWithZeros(FileChannel channel, long size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, CHUNK));
    for (long at = 0; at < size; at += zeros.capacity()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
      writeAll(channel, at, zeros);
    }
  }

  @Override
  public RandomAccess open(String path) throws IOException {
    Path file = at(path);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    try {
      return new ChannelAccess(channel, new RandomAccessFile(file.toFile(), "r"));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Path target = at(to);
    Files.move(
        at(from), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectories(Set.of(target));
  }

  private static void writeAll(FileChannel channel, long position, ByteBuffer source)
      throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += channel.write(source, at);
    }
  }

  /**
   * Written through a channel, by one thread. Read by any thread, and not through a channel: one
   * that is interrupted while it uses a channel closes it for all, and the writer with it.
   */
  private record ChannelAccess(FileChannel channel, RandomAccessFile reader)
      implements RandomAccess {

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      byte[] bytes = target.hasArray() ? target.array() : new byte[target.remaining()];
      int from = target.hasArray() ? target.arrayOffset() + target.position() : 0;
      int count;
      synchronized (reader) {
        reader.seek(position);
        // A buffer as large as this is made outside the heap.
        count = reader.read(bytes, from, Math.min(target.remaining(), CHUNK));
      }
      if (count > 0 && target.hasArray()) {
        target.position(target.position() + count);
      } else if (count > 0) {
        target.put(bytes, 0, count);
      }
      return count;
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      writeAll(channel, position, source);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      try (RandomAccessFile closed = reader) {
        channel.close();
      }
    }
  }
}
