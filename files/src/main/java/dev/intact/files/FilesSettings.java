package dev.intact.files;

import dev.intact.files.scan.RateLimit;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * How sets are worked on.
 *
 * @param clock the time of acts
 * @param threads how many read files, at least 1
 * @param limit how fast content is read, over all threads
 * @param explanations makes what knows why files change, anew for each check
 */
public record FilesSettings(
    InstantSource clock, int threads, RateLimit limit, Supplier<Explanations> explanations) {

  /**
   * As many threads as processors, no limit, no explanations.
   *
   * @param clock the time of acts
   * @return the settings
   */
  public static FilesSettings of(InstantSource clock) {
    return new FilesSettings(
        clock, Runtime.getRuntime().availableProcessors(), RateLimit.NONE, () -> Explanations.NONE);
  }

  /**
   * The same with another limit.
   *
   * @param other how fast
   * @return new settings
   */
  public FilesSettings withLimit(RateLimit other) {
    return new FilesSettings(clock, threads, other, explanations);
  }

  /**
   * The same with explanations.
   *
   * @param other makes what knows why files change
   * @return new settings
   */
  public FilesSettings withExplanations(Supplier<Explanations> other) {
    return new FilesSettings(clock, threads, limit, other);
  }
}
