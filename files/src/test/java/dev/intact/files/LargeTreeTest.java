package dev.intact.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More entries than a small heap could hold, most of them beside each other and some in the depth.
 */
@Tag("long")
final class LargeTreeTest {

  private static final int SMALL = 64; // mebibytes
  private static final int DEPTH = 200;
  private static final int ENTRIES = 1 + 80_001 + 100 + 40_000 + DEPTH;

  @TempDir private Path directory;
  private Path tree = Path.of("/");

  @BeforeEach
  void prepare() throws Exception {
    tree = Files.createDirectory(directory.toRealPath().resolve("tree"));
    Shell.run(
        tree,
        """
        python3 - <<'E'
        import os
        def fill(directory, count):
          os.mkdir(directory)
          for i in range(count):
            with open('%s/f%05d' % (directory, i), 'w') as f: f.write('%05d' % i)
        fill('flat', 80000)
        for d in range(100): fill('d%02d' % d, 400)
        for d in range(DEPTH):
          os.mkdir('deeper'); os.chdir('deeper')
        E
        """
            .replace("DEPTH", Integer.toString(DEPTH)));
  }

  private List<String> act(int mebibytes, String act) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + mebibytes + "m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapSet.class.getName(),
                directory.resolve("data").toString(),
                tree.toString(),
                act)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(act + " ended with " + process.exitValue() + ": " + said);
    }
    return said.lines().toList();
  }

  @Test
  void aSmallHeapIsEnoughAndEachChangeIsFoundExactly() throws Exception {
    assertThat(act(SMALL, "baseline")).containsExactly(ENTRIES + " entries, 0");
    assertThat(act(SMALL, "check")).containsExactly(ENTRIES + " of " + ENTRIES + ", 0");
    Shell.run(
        tree,
        "touch -r flat/f40000 ../as-it-was; printf 99999 >flat/f40000;"
            + " touch -r ../as-it-was flat/f40000; chmod 700 d07/f00399; rm d50/f00000 flat/f79999;"
            + " mv d99/f00399 d00/moved; printf new >flat/f00000a");
    assertThat(act(SMALL, "check"))
        .containsExactly(
            (ENTRIES + 2) + " of " + (ENTRIES + 2) + ", 6",
            "CONTENT_TAMPERED flat/f40000",
            "MISSING d50/f00000",
            "MISSING flat/f79999",
            "ADDED flat/f00000a",
            "MOVED d00/moved",
            "ATTRIBUTES_CHANGED d07/f00399");

    // More than are held to be told apart: counted, all of them.
    Shell.run(tree, "chmod -R go-rwx flat");
    assertThat(act(256, "check"))
        .startsWith((ENTRIES + 2) + " of " + (ENTRIES + 2) + ", 80005")
        .contains("ATTRIBUTES_CHANGED flat");
  }
}
