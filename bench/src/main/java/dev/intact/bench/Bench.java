package dev.intact.bench;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Runs the scenarios one after the other and prints ours beside the floor. */
public final class Bench {

  private static final List<Scenario> SCENARIOS =
      List.of(
          new AppendLibrary(),
          new AppendRest(),
          new AppendLatency(),
          new VerifySmall(),
          new ManyTrails(),
          new IndexLag(),
          new LargeLog(),
          new FilesCheck(),
          new FilesGrowth(),
          new FilesMemory(),
          new FilesWatch());

  private Bench() {}

  /**
   * The names that can be chosen.
   *
   * @return in the order in which they run
   */
  public static List<String> names() {
    return SCENARIOS.stream().map(Scenario::name).toList();
  }

  /**
   * Measures and prints. A target that is not met is printed as such and is no failure.
   *
   * @param parent a directory on the disk that is to be measured; what is written is removed again
   * @param scale how much
   * @param only the scenarios to run; empty for all
   * @param json whether to print JSON instead of text
   * @param out where to
   * @throws IllegalArgumentException if a name is unknown
   * @throws Exception if something cannot be measured
   */
  public static void run(Path parent, Scale scale, List<String> only, boolean json, PrintStream out)
      throws Exception {
    for (String name : only) {
      if (!names().contains(name)) {
        throw new IllegalArgumentException(
            "there is no benchmark " + name + "; there are " + String.join(", ", names()));
      }
    }
    Files.createDirectories(parent);
    Path directory = Files.createTempDirectory(parent, "intact-bench-");
    List<JsonValue> all = new ArrayList<>();
    try {
      if (!json) {
        out.println(Machine.describe(directory));
      }
      for (Scenario scenario : SCENARIOS) {
        if (only.isEmpty() || only.contains(scenario.name())) {
          Path own = directory.resolve(scenario.name());
          for (Figure figure : scenario.run(own, scale)) {
            all.add(figure.toJson());
            if (!json) {
              out.println(figure.toText());
            }
          }
          delete(own);
        }
      }
    } finally {
      delete(directory);
    }
    if (json) {
      out.println(
          Json.pretty(
              JsonObject.builder()
                  .put("machine", Machine.describe(parent))
                  .put("figures", new JsonArray(all))
                  .build()));
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
