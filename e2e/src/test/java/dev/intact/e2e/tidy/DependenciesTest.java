package dev.intact.e2e.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No dependency without its row, no row without its dependency, no jar that nobody allowed. */
final class DependenciesTest {

  private static final Path PAGE = Path.of("docs/dependencies.md");

  /** Modules for tests, and the folder of the command line's jars. */
  private static final List<String> WITHOUT = List.of("testkit", "e2e", "dist");

  private static final Pattern NAMED = Pattern.compile("`([a-z0-9.]+):([a-z0-9-]+)`");

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(House.ROOT.resolve(file)).stream()
        .filter(l -> !l.startsWith("#") && !l.isBlank())
        .toList();
  }

  /** The jars that the build found for a module, without our own. */
  private static List<String> jars(String module) throws IOException {
    String path = House.read(Path.of(module, "target/runtime.classpath"));
    List<String> jars = new ArrayList<>();
    for (String entry : path.strip().split(File.pathSeparator)) {
      String name = Path.of(entry).getFileName().toString();
      if (!name.isEmpty() && !name.equals("classes") && !name.startsWith("intact-")) {
        jars.add(name);
      }
    }
    jars.sort(null);
    return jars;
  }

  @Test
  void aModuleRunsWithTheJarsItMayHaveAndNoOther() throws IOException {
    List<String> modules = new Poms().modules();
    assertThat(modules).contains("core", "verify", "server");
    for (String module : modules) {
      if (!WITHOUT.contains(module)) {
        assertThat(jars(module))
            .as(module + "/deps.allow")
            .isEqualTo(lines(Path.of(module, "deps.allow")));
      }
    }
  }

  @Test
  void whatAnAuditorRunsOfflineHasNoDependency() throws IOException {
    assertThat(lines(Path.of("core/deps.allow"))).isEmpty();
    assertThat(lines(Path.of("verify/deps.allow"))).isEmpty();
  }

  @Test
  void everyLibraryAndPluginOfThePomsHasItsRowWithItsVersion() throws IOException {
    List<Poms.Artifact> pinned = new Poms().pinned();
    assertThat(pinned).hasSizeGreaterThan(25);
    List<String> rows = House.read(PAGE).lines().filter(l -> l.startsWith("|")).toList();
    assertThat(pinned.stream().filter(a -> rows.stream().noneMatch(row -> describes(row, a))))
        .as("without a row in " + PAGE)
        .isEmpty();
  }

  private static boolean describes(String row, Poms.Artifact artifact) {
    String version = artifact.version().orElseThrow();
    if (!artifact.plugin()) {
      return row.contains(artifact.name().replace("junit-bom", "junit-jupiter"))
          && row.contains(version);
    }
    String shortName = artifact.name().replaceAll("^maven-|-plugin$", "").replaceAll("-maven$", "");
    return row.contains(shortName + " " + version);
  }

  @Test
  void everyJarOfTheProgramIsNamed() throws IOException {
    String page = House.read(PAGE);
    for (String jar : jars("cli")) {
      assertThat(page).contains(jar.replaceFirst("-[0-9][^-]*\\.jar$", ""));
    }
  }

  @Test
  void noRowIsLeftOfADependencyThatIsGone() throws IOException {
    Poms poms = new Poms();
    Matcher named = NAMED.matcher(House.read(PAGE));
    while (named.find()) {
      assertThat(poms.names(named.group(1), named.group(2))).as(named.group()).isTrue();
    }
  }
}
