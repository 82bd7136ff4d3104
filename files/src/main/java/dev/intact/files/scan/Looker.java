package dev.intact.files.scan;

import dev.intact.files.linux.FileStat.FileTime;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.linux.UnsupportedSystemException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks at single paths of a set, on the caller's thread, again and again. Used by one thread at a
 * time; holds some 600 KiB outside the heap.
 */
public final class Looker implements AutoCloseable {

  private final ScanRules rules;
  private final EntryReader exact;
  private final EntryReader trusting;

  /**
   * Makes one.
   *
   * @param rules of the set
   * @param changedBefore under directories, files are not read whose inode, size and times are as
   *     expected and that were changed last before this
   * @param limit how fast
   * @throws UnsupportedSystemException if files cannot be read as they must be here
   */
  public Looker(ScanRules rules, Instant changedBefore, RateLimit limit)
      throws UnsupportedSystemException {
    this.rules = rules;
    FileTime before = new FileTime(changedBefore.getEpochSecond(), changedBefore.getNano());
    this.exact = new EntryReader(LinuxFs.open(), Optional.empty(), limit);
    this.trusting = new EntryReader(LinuxFs.open(), Optional.of(before), limit);
  }

  /**
   * Looks.
   *
   * @param looks in the order of a walk, none twice, none within a deep one; all deep or none
   * @param expected exactly what is expected of these
   * @param visitor is shown what was not expected
   * @return the sums
   * @throws IOException if the expected states cannot be read, or the visitor ends it
   * @throws InterruptedException if the thread was interrupted
   */
  public Scan.Summary run(List<Look> looks, Expected expected, ScanVisitor visitor)
      throws IOException, InterruptedException {
    if (looks.isEmpty()) {
      return new Scan.Summary(0, 0, 0, 0, 0, 0);
    }
    EntryReader reader = looks.getFirst().deep() ? trusting : exact;
    long[] sums = new long[2];
    long bytes = reader.bytes();
    long trusted = reader.trusted();
    Walker walker =
        new Walker(
            rules,
            looks,
            reader,
            expected,
            new Carried(Expected.NOTHING),
            batch -> {
              Batch.Result result = batch.read(reader);
              sums[0] += result.entries();
              sums[1] += result.established();
              for (Observed observed : result.observed()) {
                visitor.observed(observed);
              }
            });
    walker.run();
    return new Scan.Summary(
        sums[0],
        sums[1],
        walker.uncovered(),
        walker.excluded(),
        reader.bytes() - bytes,
        reader.trusted() - trusted);
  }

  @Override
  public void close() {
    exact.close();
    trusting.close();
  }
}
