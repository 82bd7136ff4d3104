package dev.intact.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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
 * directory is synced by opening it for reading and forcing it, which issues fsync on Linux.
 */
public final class FileStorage implements Storage {

  private static final int ZEROS = 1 << 20;

  private final Path root;
  private final AtomicLong temporary = new AtomicLong();
  private final Set<Path> knownDirectories = ConcurrentHashMap.newKeySet();

  /**
   * Storage under a directory, which is made when absent.
   *
   * @param root the directory
   * @throws IOException if it cannot be made
   */
  public FileStorage(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    Files.createDirectories(this.root);
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
  public boolean exists(String path) {
    try {
      return Files.exists(at(path));
    } catch (IOException e) {
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
    Path directory = parent(target);
    makeDirectories(directory);
    Path temp = directory.resolve(".tmp-" + temporary.incrementAndGet());
    try {
      try (FileChannel channel = openForReplace(temp)) {
        writeAll(channel, 0, ByteBuffer.wrap(data));
        if (force) {
          channel.force(true);
        }
      }
      Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temp);
      throw e;
    }
  }

  private static FileChannel openForReplace(Path temp) throws IOException {
    return FileChannel.open(
        temp,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private void makeDirectories(Path directory) throws IOException {
    if (!knownDirectories.contains(directory)) {
      Files.createDirectories(directory);
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
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.force(true);
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
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
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
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, ZEROS));
    for (long at = 0; at < size; at += zeros.capacity()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
      writeAll(channel, at, zeros);
    }
    channel.force(true);
    syncDirectories(Set.of(file));
    return new ChannelAccess(channel);
  }

  @Override
  public RandomAccess open(String path) throws IOException {
    return new ChannelAccess(
        FileChannel.open(at(path), StandardOpenOption.READ, StandardOpenOption.WRITE));
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

  private record ChannelAccess(FileChannel channel) implements RandomAccess {

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      return channel.read(target, position);
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
      channel.close();
    }
  }
}
