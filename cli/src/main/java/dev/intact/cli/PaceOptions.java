package dev.intact.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** How gently a set is read. */
final class PaceOptions {

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      description =
          "read at most so many bytes a second, as 50M; K, M, G are 1024 times the one before")
  private Optional<String> rate = Optional.empty();

  @Option(
      names = "--idle",
      description = {
        "ask the disk to serve all others first; schedulers that know no priorities do not heed it"
      })
  private boolean idle;

  /** As typed; what was not typed is as declared. */
  Pace pace(Pace declared) {
    return new Pace(
        rate.map(Arguments::rate).orElse(declared.bytesPerSecond()), idle || declared.idle());
  }
}
