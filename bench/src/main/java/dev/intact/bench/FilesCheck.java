package dev.intact.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A check of a copy of a system's programs, in the page cache; beside it OpenSSL hashing the same
 * files, and AIDE with the same attributes. Processor time, since that is what a noisy machine
 * leaves comparable; of whole processes, starting the Java VM and opening the store included.
 */
final class FilesCheck implements Scenario {

  private static final double OF_FLOOR = 1.45;
  private static final double WALL_OF_CPU = 0.6;
  private static final double MICROS_PER_ENTRY = 20;

  /** Changes were found, which AIDE says of access times and the like: of no matter here. */
  private static final Integer[] AIDE_CODES = {1, 2, 3, 4, 5, 6, 7};

  private static final String AIDE_RULE =
      "p+ftype+i+l+n+u+g+s+b+m+c+acl+xattrs+caps+e2fsattrs+selinux";

  @Override
  public String name() {
    return "files-check";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    Files.createDirectories(directory);
    Path tree = directory.resolve("tree");
    double copied = Shell.cpuSeconds("cp -a " + scale.tree() + "/. tree", directory);
    double warmed =
        Shell.cpuSeconds("find tree -type f -print0 | xargs -0 cat >/dev/null", directory);
    Path store = directory.resolve("store");
    FilesWork.Cost baseline = FilesWork.run(FilesWork.Act.BASELINE, store, tree);
    double floor =
        Shell.cpuSeconds(
            "find tree -type f -print0 | xargs -0 openssl dgst -sha256 >/dev/null", directory);
    FilesWork.Cost full = FilesWork.run(FilesWork.Act.FULL, store, tree);
    FilesWork.Cost quick = FilesWork.run(FilesWork.Act.QUICK, store, tree);
    double walk =
        Shell.cpuSeconds("find tree -printf '%p %s %m %T@ %C@ %i %n %U %G\\n'", directory);
    List<Figure> figures = new ArrayList<>();
    Figure check =
        Figure.of("full check, SHA-256 and all attributes", full.cpuSeconds(), "CPU s")
            .beside(floor, "openssl dgst -sha256 over the same files");
    figures.add(
        check
            .must(
                Target.ratioAtMost(OF_FLOOR, check.ratio()),
                new Target(
                    String.format("≤ %.1f × its processor time by the clock", WALL_OF_CPU),
                    full.seconds() <= WALL_OF_CPU * full.cpuSeconds()))
            .with(
                String.format(
                    "%,d entries of a copy of %s, %.1f s by the clock, %d MiB resident at most;"
                        + " baseline %.1f CPU s; cp -a %.1f, cat %.1f",
                    full.entries(),
                    scale.tree(),
                    full.seconds(),
                    full.residentMib(),
                    baseline.cpuSeconds(),
                    copied,
                    warmed)));
    figures.add(
        Figure.of("quick check, nothing changed", quick.cpuMicros(), "CPU µs an entry")
            .beside(walk * 1e6 / quick.entries(), "find -printf of the same facts")
            .must(Target.atMost(MICROS_PER_ENTRY, quick.cpuMicros(), "CPU µs an entry"))
            .with(
                String.format(
                    "%.1f CPU s, %.1f s by the clock", quick.cpuSeconds(), quick.seconds())));
    if (Shell.has("aide")) {
      figures.add(aide(directory, "AIDE, the same with SHA-256", AIDE_RULE + "+sha256"));
      figures.add(aide(directory, "AIDE, the same without content", AIDE_RULE));
    }
    return figures;
  }

  private static Figure aide(Path directory, String what, String rule)
      throws IOException, InterruptedException {
    Path config = directory.resolve("aide.conf");
    Files.writeString(
        config,
        String.join(
            "\n",
            "database_in=file:" + directory + "/aide.db",
            "database_out=file:" + directory + "/aide.db.new",
            "gzip_dbout=no",
            "log_level=error",
            "report_url=file:" + directory + "/aide.report",
            "Full = " + rule,
            directory + "/tree Full",
            ""));
    double made = Shell.cpuSeconds("aide --config=aide.conf --init", directory);
    Files.move(
        directory.resolve("aide.db.new"),
        directory.resolve("aide.db"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    double checked = Shell.cpuSeconds("aide --config=aide.conf --check", directory, AIDE_CODES);
    return Figure.of(what, checked, "CPU s").with(String.format("its baseline %.1f CPU s", made));
  }
}
