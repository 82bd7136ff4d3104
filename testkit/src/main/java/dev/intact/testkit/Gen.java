package dev.intact.testkit;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Properties over generated input: runs a property with growing sizes from one seed; when it fails,
 * halves the size while it still fails and names seed and size, so that {@code -Dintact.seed=}
 * repeats it.
 */
public final class Gen {

  private static final int DEFAULT_RUNS = 200;

  /** A property: throws if it does not hold. */
  @FunctionalInterface
  public interface Property {
    /**
     * Checks one case.
     *
     * @param random the only source of randomness
     * @param size how large the input may be
     * @throws Exception if the property does not hold
     */
    void check(SplittableRandom random, int size) throws Exception;
  }

  private Gen() {}

  /**
   * Checks a property.
   *
   * @param maxSize the largest size
   * @param property what must hold
   */
  public static void check(int maxSize, Property property) {
    check(DEFAULT_RUNS, maxSize, property);
  }

  /**
   * Checks a property so many times.
   *
   * @param runs how often
   * @param maxSize the largest size
   * @param property what must hold
   */
  public static void check(int runs, int maxSize, Property property) {
    long base = Long.getLong("intact.seed", 20_261_124L);
    for (int run = 0; run < runs; run++) {
      long seed = base + run;
      int size = Math.max(1, (int) ((long) maxSize * (run + 1) / runs));
      Throwable failure = run(property, seed, size);
      if (failure != null) {
        throw shrink(property, seed, size, failure);
      }
    }
  }

  private static AssertionError shrink(Property property, long seed, int size, Throwable first) {
    int smallest = size;
    Throwable failure = first;
    for (int smaller = size / 2; smaller >= 1; smaller /= 2) {
      Throwable again = run(property, seed, smaller);
      if (again != null) {
        smallest = smaller;
        failure = again;
      }
    }
    return new AssertionError(
        "fails with -Dintact.seed=" + seed + " at size " + smallest + ": " + failure.getMessage(),
        failure);
  }

  private static @Nullable Throwable run(Property property, long seed, int size) {
    try {
      property.check(new SplittableRandom(seed), size);
      return null;
    } catch (Exception | AssertionError e) {
      return e;
    }
  }

  /**
   * Random bytes.
   *
   * @param random the source
   * @param length how many
   * @return the bytes
   */
  public static byte[] bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /**
   * A small change of some bytes: a flipped bit, a cut, a repetition, or an insertion.
   *
   * @param random the source
   * @param bytes what to change
   * @return changed bytes, mostly different
   */
  public static byte[] mutate(SplittableRandom random, byte[] bytes) {
    if (bytes.length == 0) {
      return bytes(random, 1);
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        yield flipped;
      }
      case 1 -> java.util.Arrays.copyOf(bytes, at);
      case 2 ->
          splice(
              bytes, at, java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 8)));
      default -> splice(bytes, at, bytes(random, 1 + random.nextInt(3)));
    };
  }

  /**
   * Several small changes, now and then one that knows the format: a token put in or over what
   * stands there.
   *
   * @param random the source
   * @param bytes what to change
   * @param tokens pieces of the format
   * @param changes how many changes at most
   * @return changed bytes
   */
  public static byte[] mutate(
      SplittableRandom random, byte[] bytes, List<byte[]> tokens, int changes) {
    byte[] changed = bytes;
    for (int i = 1 + random.nextInt(changes); i > 0; i--) {
      if (tokens.isEmpty() || random.nextInt(3) > 0) {
        changed = mutate(random, changed);
        continue;
      }
      byte[] token = tokens.get(random.nextInt(tokens.size()));
      int at = random.nextInt(changed.length + 1);
      int over = random.nextBoolean() ? Math.min(token.length, changed.length - at) : 0;
      changed = splice(cut(changed, at, over), at, token);
    }
    return changed;
  }

  private static byte[] cut(byte[] bytes, int at, int length) {
    byte[] out = new byte[bytes.length - length];
    System.arraycopy(bytes, 0, out, 0, at);
    System.arraycopy(bytes, at + length, out, at, bytes.length - at - length);
    return out;
  }

  private static byte[] splice(byte[] bytes, int at, byte[] piece) {
    byte[] out = new byte[bytes.length + piece.length];
    System.arraycopy(bytes, 0, out, 0, at);
    System.arraycopy(piece, 0, out, at, piece.length);
    System.arraycopy(bytes, at, out, at + piece.length, bytes.length - at);
    return out;
  }
}
