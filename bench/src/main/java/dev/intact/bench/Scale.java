package dev.intact.bench;

/**
 * How much is measured.
 *
 * @param seconds how long a rate is measured, after as long a warm-up
 * @param records how many stored records are verified, and how many the large log has
 * @param samples how many single operations a latency is taken from
 * @param trails the many trails that are compared with one
 * @param tree what is copied to be checked as a set of files
 * @param flat how many files one directory has at most
 * @param files how many files a set has in a small heap
 */
public record Scale(
    double seconds, long records, int samples, int trails, String tree, int flat, int files) {

  /** What the published figures are measured with; half an hour and 14 GB of disk. */
  public static final Scale FULL =
      new Scale(8, 10_000_000, 5_000, 10_000, "/usr", 500_000, 5_000_000);

  /** Shows in a minute that everything runs; its figures say little. */
  public static final Scale SMOKE = new Scale(1, 60_000, 200, 200, "/usr/bin", 4_000, 20_000);
}
