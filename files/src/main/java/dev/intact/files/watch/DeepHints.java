package dev.intact.files.watch;

import dev.intact.files.scan.ByteString;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes hints of what the steady re-reading tells. */
final class DeepHints implements DeepReading.Told {

  private final Touched touched;
  private final Consumer<Optional<String>> late;
  private final Duration maxAge;

  /**
   * Hints.
   *
   * @param late is told that it cannot keep up, as a sentence, or that it can again
   */
  DeepHints(Touched touched, Consumer<Optional<String>> late, Duration maxAge) {
    this.touched = touched;
    this.late = late;
    this.maxAge = maxAge;
  }

  /** One at a time: names that are forgotten because there are too many would be trusted again. */
  @Override
  public void differs(ByteString path) throws InterruptedException {
    touched.awaitRoom();
    touched.exact(path, Optional.empty());
  }

  @Override
  public void late(Optional<Duration> oldest) {
    late.accept(
        oldest.map(age ->
            "files are not re-read as often as they should be: within "
                + maxAge
                + ", and one was read "
                + age
                + " ago"));
  }
}
