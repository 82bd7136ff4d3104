package dev.intact.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Finds ids that stand more than once among very many, in bounded memory.
 *
 * <p>Of each id 64 bits of a hash are kept, 8 bytes a record, and sorted at the end: equal
 * neighbours are ids to look at again. If that is more than a third of the memory that the program
 * may have, the ids are parted by their hash, and each part needs a pass over the records of its
 * own. {@link #add} may be called by several threads.
 */
final class DuplicateIds {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_ARRAY = 1 << 28;
  private static final int MAX_REPEATED = 10_000;
  private static final int BUCKETS = 256;

  private final int part;
  private final int parts;
  private final long[] hashes;
  private final AtomicInteger used = new AtomicInteger();

  DuplicateIds(long records, int part, int parts) {
    this.part = part;
    this.parts = parts;
    long share = records / parts;
    // Hashes spread evenly up to their square root; a part that is fuller than this was made so.
    this.hashes = new long[Math.toIntExact(parts == 1 ? records : share + share / 8 + 1024)];
  }

  /** How many passes so many records need. */
  static int parts(long records) {
    return parts(records, Runtime.getRuntime().maxMemory());
  }

  static int parts(long records, long memory) {
    long room = Math.clamp(memory / 3 / Long.BYTES, 1, MAX_ARRAY);
    long needed = Math.ceilDiv(records, room);
    return Math.toIntExact(needed <= 1 ? 1 : Math.ceilDiv(records * 9 / 8 + 1024 * needed, room));
  }

  /** 64 well-mixed bits of some bytes. */
  static long hash(byte[] bytes, int from, int to) {
    long hash = 0x2545_f491_4f6c_dd1dL ^ (to - from);
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = step(hash, (long) LONGS.get(bytes, at));
    }
    for (; at < to; at++) {
      hash = step(hash, bytes[at]);
    }
    return hash;
  }

  private static long step(long hash, long word) {
    long mixed = (hash ^ word) * 0x9e37_79b9_7f4a_7c15L;
    return mixed ^ mixed >>> 32;
  }

  /** Takes the hash of one record's id, if it belongs to this part. */
  void add(long hash) {
    if (parts == 1 || Long.remainderUnsigned(hash, parts) == part) {
      int at = used.getAndIncrement();
      if (at < hashes.length) {
        hashes[at] = hash;
      }
    }
  }

  /** Whether there were more ids in this part than can be told apart. */
  boolean overflowed() {
    return used.get() > hashes.length;
  }

  /** The hashes that came more than once, at most ten thousand; sorts, so it is the last call. */
  Set<Long> repeated() {
    int count = Math.min(used.get(), hashes.length);
    sort(hashes, count);
    Set<Long> repeated = new HashSet<>();
    for (int i = 1; i < count && repeated.size() < MAX_REPEATED; i++) {
      if (hashes[i] == hashes[i - 1]) {
        repeated.add(hashes[i]);
      }
    }
    return repeated;
  }

  /**
   * Sorts in place, on all cores: first into buckets by the top byte (American flag sort, McIlroy,
   * Bostic and McIlroy, 1993), then each. The library's parallel sort would need the array twice.
   */
  private static void sort(long[] hashes, int count) {
    int[] ends = new int[BUCKETS];
    for (int i = 0; i < count; i++) {
      ends[bucket(hashes[i])]++;
    }
    int[] starts = new int[BUCKETS];
    for (int b = 1; b < BUCKETS; b++) {
      starts[b] = ends[b - 1];
      ends[b] += ends[b - 1];
    }
    int[] next = starts.clone();
    for (int b = 0; b < BUCKETS; b++) {
      while (next[b] < ends[b]) {
        long hash = hashes[next[b]];
        int home = bucket(hash);
        if (home == b) {
          next[b]++;
        } else {
          hashes[next[b]] = hashes[next[home]];
          hashes[next[home]++] = hash;
        }
      }
    }
    IntStream.range(0, BUCKETS).parallel().forEach(b -> Arrays.sort(hashes, starts[b], ends[b]));
  }

  private static int bucket(long hash) {
    return (int) (hash >>> 56);
  }
}
