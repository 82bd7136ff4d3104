package dev.intact.files;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.Case.Who;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of change, made for real, by root and by somebody who is not, on a disk and in memory;
 * and the findings word by word: one cause, one line.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EveryChangeTest {

  private static final String FINE = "-";

  /** Of a process of its own: the trees of one file system each, then where the store may be. */
  public static void main(String[] args) throws Exception {
    for (int i = 1; i < args.length; i++) {
      Path directory = Path.of(args[i]);
      try (CaseRun run = new CaseRun(Path.of(args[0], "store" + i), directory)) {
        for (Case one : Cases.all()) {
          if (one.who().can(false)) {
            System.out.println(i + "\t" + one.name() + "\t" + outcome(run, one));
          }
        }
      }
    }
  }

  private static String outcome(CaseRun run, Case one) throws Exception {
    try {
      run.run(one);
      return FINE;
    } catch (AssertionError | FilesException e) {
      return Base64.getEncoder().encodeToString(e.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A change, by whom and where. */
  record Made(boolean root, String where, Case one) {
    @Override
    public String toString() {
      return where + ", " + (root ? "root" : "ordinary user") + ": " + one.name();
    }
  }

  static List<Made> made() throws Exception {
    List<Made> made = new ArrayList<>();
    for (String where :
        List.of(Place.name(Place.disk(), "disk"), Place.name(Place.memory(), "tmpfs"))) {
      for (boolean root : new boolean[] {true, false}) {
        Cases.all().stream()
            .filter(one -> one.who().can(root))
            .forEach(one -> made.add(new Made(root, where, one)));
      }
    }
    return made;
  }

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, CaseRun> runs = new HashMap<>();
  private final Map<String, String> ofOrdinary = new HashMap<>();
  private Optional<Place> stores = Optional.empty();
  private Optional<String> noOrdinary = Optional.empty();

  @BeforeAll
  void open() throws Exception {
    // A store in memory need not wait for a disk.
    Place home = Place.in(Place.memory().orElse(Path.of("target")));
    stores = Optional.of(home);
    for (Optional<Path> parent : List.of(Place.disk(), Place.memory())) {
      if (parent.isPresent()) {
        Place place = Place.in(parent.get());
        places.put(place.fileSystem(), place);
        Path own = Files.createDirectory(place.directory().resolve("own"));
        Path store = home.directory().resolve("store" + places.size());
        runs.put(place.fileSystem(), new CaseRun(store, own));
      }
    }
    noOrdinary = OrdinaryUser.absent();
    if (noOrdinary.isEmpty()) {
      ordinary(Files.createDirectory(home.directory().resolve("ordinary")));
    }
  }

  /** All of them in one process, before the first is asked for. */
  private void ordinary(Path home) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(home.toString());
    for (Place place : places.values()) {
      Shell.run(
          place.directory(),
          "mkdir -p ordinary/foreign; cd ordinary/foreign; echo 1 >open; echo 1 >closed;"
              + " chmod 644 open; chmod 600 closed; cd ../..; chmod 755 .;"
              + " chown 65534:65534 ordinary ordinary/foreign");
      arguments.add(place.directory().resolve("ordinary").toString());
    }
    List<String> names = List.copyOf(places.keySet());
    OrdinaryUser.run(home, EveryChangeTest.class, arguments)
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(
            part -> ofOrdinary.put(names.get(Integer.parseInt(part[0]) - 1) + part[1], part[2]));
  }

  @AfterAll
  void close() throws Exception {
    runs.values().forEach(CaseRun::close);
    for (Place place : places.values()) {
      place.close();
    }
    if (stores.isPresent()) {
      stores.get().close();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("made")
  void isFoundWithItsCause(Made made) throws Exception {
    need(places.containsKey(made.where), "there is no " + made.where + " here");
    boolean own = made.root == Shell.isRoot();
    if (own) {
      need(made.one.who() != Who.ORDINARY_BESIDE_ROOT, "needs files of root");
      requireNonNull(runs.get(made.where)).run(made.one);
      return;
    }
    need(!made.root, "only root has root's rights");
    need(noOrdinary.isEmpty(), noOrdinary.orElse(""));
    String outcome = ofOrdinary.getOrDefault(made.where + made.one.name(), "");
    assertThat(outcome).as("it was run").isNotEmpty();
    assertThat(
            outcome.equals(FINE)
                ? ""
                : new String(Base64.getDecoder().decode(outcome), StandardCharsets.UTF_8))
        .isEmpty();
  }

  private static void need(boolean there, String otherwise) {
    if (!there) {
      System.err.println("SKIPPED: " + otherwise);
      Assumptions.abort(otherwise);
    }
  }
}
