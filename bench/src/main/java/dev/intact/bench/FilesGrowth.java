package dev.intact.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One directory with ten times as many files: what an entry costs must not grow. */
final class FilesGrowth implements Scenario {

  private static final int FACTOR = 10;

  /** Twice the work for twice the entries, and what a measurement strays. */
  private static final double LINEAR = 1.3;

  @Override
  public String name() {
    return "files-growth";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    List<Figure> figures = new ArrayList<>();
    FilesWork.Cost few = check(directory, scale.flat() / FACTOR);
    FilesWork.Cost many = check(directory, scale.flat());
    Figure figure =
        Figure.of(
                "full check, " + Figure.number(scale.flat()) + " files in one directory",
                many.cpuMicros(),
                "CPU µs an entry")
            .beside(few.cpuMicros(), "the same with " + Figure.number(few.entries()) + " entries");
    figures.add(
        figure
            .must(Target.ratioAtMost(LINEAR, figure.ratio()))
            .with(
                String.format(
                    "%.1f CPU s, %.1f s by the clock", many.cpuSeconds(), many.seconds())));
    return figures;
  }

  private static FilesWork.Cost check(Path directory, int files) throws Exception {
    Path tree = directory.resolve("flat-" + files);
    Files.createDirectories(tree);
    for (int i = 0; i < files; i++) {
      Files.writeString(tree.resolve("file-" + Integer.toHexString(i * 0x9E3779B1)), "n" + i);
    }
    Path store = directory.resolve("store-" + files);
    FilesWork.run(FilesWork.Act.BASELINE, store, tree);
    return FilesWork.run(FilesWork.Act.FULL, store, tree);
  }
}
