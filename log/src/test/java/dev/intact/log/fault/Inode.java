package dev.intact.log.fault;

import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/**
 * The bytes of a file as the system holds them and as they are on the medium. Guarded by its disk.
 */
final class Inode {

  private static final int SECTOR = 512;

  private byte[] cached;
  private byte[] durable = new byte[0];
  private final BitSet dirty = new BitSet();

  Inode(byte[] bytes) {
    cached = bytes.clone();
    dirty.set(0, sectors(cached.length));
  }

  private static int sectors(int bytes) {
    return (bytes + SECTOR - 1) / SECTOR;
  }

  byte[] bytes() {
    return cached;
  }

  void write(long position, byte[] bytes) {
    int end = (int) position + bytes.length;
    if (end > cached.length) {
      cached = Arrays.copyOf(cached, end);
    }
    System.arraycopy(bytes, 0, cached, (int) position, bytes.length);
    if (bytes.length > 0) {
      dirty.set((int) position / SECTOR, sectors(end));
    }
  }

  /** What is dirty reaches the medium; what counts as clean is not written. */
  void force() {
    durable = Arrays.copyOf(durable, cached.length);
    dirty.stream().forEach(this::persist);
    dirty.clear();
  }

  /** Linux after a failed fsync: the pages count as clean, and were never written. */
  void failToForce() {
    dirty.clear();
  }

  private void persist(int sector) {
    int from = sector * SECTOR;
    int to = Math.min(from + SECTOR, Math.min(cached.length, durable.length));
    if (to > from) {
      System.arraycopy(cached, from, durable, from, to - from);
    }
  }

  /** The power is gone. */
  void lose() {
    cached = durable.clone();
    dirty.clear();
  }

  /** The power is gone, and some of what was dirty had been written. */
  void tear(RandomGenerator random) {
    if (random.nextBoolean()) {
      durable = Arrays.copyOf(durable, cached.length);
    }
    dirty.stream().filter(sector -> random.nextBoolean()).forEach(this::persist);
    lose();
  }
}
