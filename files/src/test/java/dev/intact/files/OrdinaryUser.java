package dev.intact.files;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process of somebody who is not root and has no right that he was not given. */
final class OrdinaryUser {

  /** Not only his own: a file may be given to any group that he is in. */
  static final int OTHER_GROUP = 100;

  private static final String ID = "65534";

  private OrdinaryUser() {}

  /** Why there can be none, if there can be none. */
  static Optional<String> absent() throws IOException, InterruptedException {
    if (!Shell.isRoot()) {
      return Optional.of("only root can become somebody else");
    }
    List<String> command = command();
    command.add("-version");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0
        ? Optional.empty()
        : Optional.of("nobody but root can run Java here: " + out);
  }

  private static List<String> command() {
    return new ArrayList<>(
        List.of(
            "setpriv",
            "--reuid=" + ID,
            "--regid=" + ID,
            "--groups=" + ID + "," + OTHER_GROUP,
            "--inh-caps=-all",
            "--bounding-set=-all",
            "--no-new-privs",
            Path.of(System.getProperty("java.home"), "bin", "java").toString()));
  }

  /** Runs a program to its end; gives what it wrote. */
  static String run(Path own, Class<?> program, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = command();
    command.addAll(List.of("-Xmx256m", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Djava.io.tmpdir=" + own);
    command.add("-cp");
    command.add(classes(own));
    command.add(program.getName());
    command.addAll(arguments);
    Shell.run(own, "chmod 755 .. .; chmod -R go+rX classes; chown " + ID + ":" + ID + " .");
    Process process =
        new ProcessBuilder(command)
            .directory(own.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("ended with " + exit + ": " + out);
    }
    return out;
  }

  /** He need not be able to read where the classes of this process are. */
  private static String classes(Path own) throws IOException, InterruptedException {
    Path copies = Files.createDirectory(own.resolve("classes"));
    List<String> path = new ArrayList<>();
    String known =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : known.split(File.pathSeparator, -1)) {
      if (entry.isEmpty() || !Files.exists(Path.of(entry))) {
        continue;
      }
      Path copy = copies.resolve(path.size() + (entry.endsWith(".jar") ? ".jar" : ""));
      Shell.run(own, "cp -r '" + entry + "' " + copy);
      path.add(copy.toString());
    }
    return String.join(File.pathSeparator, path);
  }
}
