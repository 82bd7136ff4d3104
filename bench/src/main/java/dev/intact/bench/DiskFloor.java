package dev.intact.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What the disk gives: bytes into a preallocated file, {@code force(false)} behind each batch. */
final class DiskFloor implements AutoCloseable {

  private static final int FILE_BYTES = 64 << 20;
  private static final int ZEROS = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private long position;

  DiskFloor(Path directory) throws IOException {
    Files.createDirectories(directory);
    file = directory.resolve("floor.bin");
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    for (long at = 0; at < FILE_BYTES; at += ZEROS) {
      channel.write(ByteBuffer.allocate(ZEROS), at);
    }
    channel.force(true);
  }

  /** One batch; its time in nanoseconds. */
  long write(ByteBuffer batch) throws IOException {
    batch.rewind();
    if (position + batch.remaining() > FILE_BYTES) {
      position = 0;
    }
    long start = System.nanoTime();
    position += channel.write(batch, position);
    channel.force(false);
    return System.nanoTime() - start;
  }

  /** Batches of this size, as many as go into the time. */
  double batchesPerSecond(int bytes, double seconds) throws IOException {
    ByteBuffer batch = direct(bytes);
    long start = System.nanoTime();
    long count = 0;
    while ((System.nanoTime() - start) / 1e9 < seconds) {
      write(batch);
      count++;
    }
    return count / ((System.nanoTime() - start) / 1e9);
  }

  static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).put(SampleRecords.filler(bytes));
  }

  /** The value below which this share of the times lies. */
  static long percentile(long[] times, double share) {
    long[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))];
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
