package dev.intact.cli;

import dev.intact.bench.Bench;
import dev.intact.bench.Scale;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code intact bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures this machine: ours and the physical floor side by side, with the ratio.",
      "The full run takes half an hour and 14 GB of disk, which are freed again."
    },
    footer = {
      "",
      "Examples:",
      "  intact bench --smoke",
      "  intact bench --only append-library --only append-latency --dir /srv"
    })
final class BenchCommand implements Callable<Integer> {

  @Option(names = "--smoke", description = "a minute that shows that everything runs")
  private boolean smoke;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description =
          "append-library, append-rest, append-latency, verify-small, many-trails, index-lag,"
              + " large-log, files-check, files-growth or files-memory; may be repeated")
  private List<String> only = List.of();

  @Option(
      names = "--dir",
      defaultValue = ".",
      description = "a directory on the disk to measure (default: the present one)")
  private Path directory = Path.of(".");

  @Option(names = "--json", description = "the figures as JSON")
  private boolean json;

  private final Io io;

  BenchCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws Exception {
    Bench.run(
        directory.toAbsolutePath().normalize(),
        smoke ? Scale.SMOKE : Scale.FULL,
        only,
        json,
        io.out());
    return 0;
  }
}
