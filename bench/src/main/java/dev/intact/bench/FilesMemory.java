package dev.intact.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Baseline and check of millions of files, in a heap of 256 MiB. */
final class FilesMemory implements Scenario {

  private static final int PER_DIRECTORY = 1_000;
  private static final long RESIDENT_MIB = 400;

  @Override
  public String name() {
    return "files-memory";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    Path tree = directory.resolve("tree");
    for (int i = 0; i < scale.files(); i++) {
      Path parent = tree.resolve("d" + i / PER_DIRECTORY);
      if (i % PER_DIRECTORY == 0) {
        Files.createDirectories(parent);
      }
      Files.createFile(parent.resolve("file-" + i));
    }
    Path store = directory.resolve("store");
    FilesWork.Cost baseline = FilesWork.run(FilesWork.Act.BASELINE, store, tree);
    FilesWork.Cost full = FilesWork.run(FilesWork.Act.FULL, store, tree);
    return List.of(
        figure("baseline of " + Figure.number(scale.files()) + " files", baseline),
        figure("full check of " + Figure.number(scale.files()) + " files", full));
  }

  private static Figure figure(String what, FilesWork.Cost cost) {
    return Figure.of(what + ", resident", cost.residentMib(), "MiB")
        .must(
            Target.atMost(RESIDENT_MIB, cost.residentMib(), "MiB resident"),
            Target.atMost(FilesWork.HEAP_MIB, cost.heapMib(), "MiB heap"))
        .with(
            String.format(
                "%,d entries, %d MiB of heap at most, %.1f CPU s, %.1f s by the clock",
                cost.entries(), cost.heapMib(), cost.cpuSeconds(), cost.seconds()));
  }
}
