package dev.intact.files;

import dev.intact.files.explain.Explainer;
import dev.intact.files.scan.RateLimit;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * How sets are worked on.
 *
 * @param clock the time of acts
 * @param threads how many read files, at least 1
 * @param limit how fast content is read, over all threads
 * @param idle whether the disk is asked to serve all others before these threads
 * @param explainers what knows why files change, asked in this order
 * @param checked told of every check once it is recorded, whoever asked for it
 */
public record FilesSettings(
    InstantSource clock,
    int threads,
    RateLimit limit,
    boolean idle,
    List<Explainer> explainers,
    Consumer<FilesReport> checked) {

  /** Copies. */
  public FilesSettings {
    explainers = List.copyOf(explainers);
  }

  /**
   * As many threads as processors, no limit, no explanations.
   *
   * @param clock the time of acts
   * @return the settings
   */
  public static FilesSettings of(InstantSource clock) {
    return new FilesSettings(
        clock,
        Runtime.getRuntime().availableProcessors(),
        RateLimit.NONE,
        false,
        List.of(),
        report -> {});
  }

  /**
   * The same with another limit.
   *
   * @param other how fast
   * @return new settings
   */
  public FilesSettings withLimit(RateLimit other) {
    return new FilesSettings(clock, threads, other, idle, explainers, checked);
  }

  /**
   * The same, for a disk that others need.
   *
   * @param other whether the disk is asked to serve all others first
   * @return new settings
   */
  public FilesSettings withIdle(boolean other) {
    return new FilesSettings(clock, threads, limit, other, explainers, checked);
  }

  /**
   * The same with explanations.
   *
   * @param other what knows why files change
   * @return new settings
   */
  public FilesSettings withExplainers(List<Explainer> other) {
    return new FilesSettings(clock, threads, limit, idle, other, checked);
  }

  /**
   * The same with somebody who is told of checks.
   *
   * @param other must not throw
   * @return new settings
   */
  public FilesSettings telling(Consumer<FilesReport> other) {
    return new FilesSettings(clock, threads, limit, idle, explainers, other);
  }
}
