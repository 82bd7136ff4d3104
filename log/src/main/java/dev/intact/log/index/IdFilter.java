package dev.intact.log.index;

/**
 * Says which ids are surely not in a set: a Bloom filter that grows by doubling (B. H. Bloom, 1970;
 * Almeida et al., Scalable Bloom Filters, 2007). It spares a look-up in the index for nearly every
 * new id; it never says "not there" of one that was added.
 *
 * <p>16 bits an id and four probes give about one needless look-up in 400. Beyond {@value
 * #MAX_BYTES} bytes it takes no more and answers "perhaps" to everything. Not thread-safe.
 */
public final class IdFilter {

  private static final int FIRST_IDS = 1 << 16;
  private static final int BITS_PER_ID = 16;
  private static final int PROBES = 4;
  private static final int MAX_BYTES = 128 << 20;

  private final java.util.List<long[]> layers = new java.util.ArrayList<>();
  private long room;
  private long bytes;
  private boolean full;

  /**
   * Adds an id.
   *
   * @param hash from {@link #hash}
   */
  public void add(long hash) {
    if (full) {
      return;
    }
    if (room == 0) {
      grow();
    }
    if (!full) {
      long[] bits = layers.getLast();
      long at = hash;
      for (int i = 0; i < PROBES; i++) {
        int bit = (int) (at & (bits.length * 64L - 1));
        bits[bit >>> 6] |= 1L << bit;
        at = next(at, hash);
      }
      room--;
    }
  }

  private void grow() {
    long ids = (long) FIRST_IDS << layers.size();
    long more = ids * BITS_PER_ID / Byte.SIZE;
    if (bytes + more > MAX_BYTES) {
      full = true;
      layers.clear();
      return;
    }
    layers.add(new long[(int) (more / Long.BYTES)]);
    bytes += more;
    room = ids;
  }

  /**
   * Whether an id may have been added.
   *
   * @param hash from {@link #hash}
   * @return false only if it surely was not
   */
  public boolean mayContain(long hash) {
    if (full) {
      return true;
    }
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (contains(layers.get(i), hash)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(long[] bits, long hash) {
    long at = hash;
    for (int i = 0; i < PROBES; i++) {
      int bit = (int) (at & (bits.length * 64L - 1));
      if ((bits[bit >>> 6] & 1L << bit) == 0) {
        return false;
      }
      at = next(at, hash);
    }
    return true;
  }

  /** Double hashing (Kirsch and Mitzenmacher, 2006); the step is odd, so that all bits are met. */
  private static long next(long at, long hash) {
    return at + (Long.rotateLeft(hash, 32) | 1);
  }

  /**
   * The hash of an id in a log.
   *
   * @param log the log's name
   * @param id the record's id
   * @return 64 well-mixed bits
   */
  public static long hash(String log, String id) {
    return mix(chars(chars(0x2545_f491_4f6c_dd1dL, log) ^ 0xff, id));
  }

  private static long chars(long start, String text) {
    long hash = start;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x9e37_79b9_7f4a_7c15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
    return z ^ z >>> 31;
  }
}
