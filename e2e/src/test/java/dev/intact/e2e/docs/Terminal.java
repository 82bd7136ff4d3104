package dev.intact.e2e.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A reader's two terminals in one directory: one runs the service, the other a shell that keeps its
 * variables from block to block. {@code ./intact} there is the program that this build made, {@code
 * docs} are the checkout's; free ports stand for the documented ones, a folder for {@code /srv}.
 */
final class Terminal implements AutoCloseable {

  private static final String DOCUMENTED = "127.0.0.1:8470";
  private static final String DOCUMENTED_OPEN = "0.0.0.0:8470";
  private static final String DOCUMENTED_MAIL = "2465";
  private static final String SERVICES = "/srv/";
  private static final String END = "--- the block has ended ---";
  private static final String LISTENS = "Intact listens on ";
  private static final String MAX_SECONDS = "300";

  private final Path directory;
  private final String address;
  private final String mail;
  private final Process shell;
  private final BufferedReader said;
  private final Writer typed;
  private Optional<Process> service = Optional.empty();
  private Optional<String> startedBy = Optional.empty();
  private int blocks;

  Terminal(Path directory, Path root) throws IOException {
    this.directory = directory;
    try (ServerSocket free = new ServerSocket(0);
        ServerSocket other = new ServerSocket(0)) {
      address = "127.0.0.1:" + free.getLocalPort();
      mail = Integer.toString(other.getLocalPort());
    }
    Path program = directory.resolve("intact");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1" = up ] || tiers=-XX:TieredStopAtLevel=1
        exec '%s/bin/java' -XX:+UseSerialGC $tiers --enable-native-access=ALL-UNNAMED \\
          -cp '%s' dev.intact.cli.Main "$@"
        """
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(directory.resolve("docs"), root.resolve("docs"));
    // An answer that is an error fails its block; no meter is drawn into the output.
    Files.writeString(directory.resolve(".curlrc"), "silent\nshow-error\nfail\n");
    shell = start("timeout", MAX_SECONDS, "sh", "-s");
    said = shell.inputReader(StandardCharsets.UTF_8);
    typed = shell.outputWriter(StandardCharsets.UTF_8);
  }

  private Process start(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("CURL_HOME", directory.toString());
    return builder.start();
  }

  private String here(String text) {
    return text.replace(DOCUMENTED, address)
        .replace(DOCUMENTED_OPEN, address)
        .replace(DOCUMENTED_MAIL, mail)
        .replace(SERVICES, directory + SERVICES);
  }

  private String there(String text) {
    return text.replace(address, DOCUMENTED).replace(directory + SERVICES, SERVICES);
  }

  /** Starts the service, in place of the one before, and waits until it listens. */
  void serve(String command) throws IOException, InterruptedException {
    stopService();
    startedBy = Optional.of(command);
    String listen = command.contains("--listen") ? "" : " --listen " + address;
    Process process = start("sh", "-c", "exec " + here(command).strip() + listen);
    service = Optional.of(process);
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>();
    String line = lines.readLine();
    while (line != null && !line.startsWith(LISTENS)) {
      all.add(line);
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError("the service does not start: " + command + "\n" + all);
    }
    Thread.ofVirtual().start(() -> show(lines));
  }

  private static void show(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.err.println("service: " + line);
      }
    } catch (IOException e) {
      System.err.println("service: stopped"); // that closes the stream
    }
  }

  void stopService() throws InterruptedException {
    if (service.isPresent()) {
      Process process = service.get();
      service = Optional.empty();
      process.destroy();
      if (!process.waitFor(Long.parseLong(MAX_SECONDS), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the service did not stop");
      }
    }
  }

  /** Starts it again if a block before had it stopped. */
  void serveAgain() throws IOException, InterruptedException {
    if (service.isEmpty() && startedBy.isPresent()) {
      serve(startedBy.get());
    }
  }

  /** What the block printed, on both streams; a command that fails fails the block. */
  String run(String commands) throws IOException {
    Path block = directory.resolve("block-" + ++blocks + ".sh");
    Files.writeString(block, "set -e\n" + here(commands) + "\n");
    typed.write(". ./" + block.getFileName() + " </dev/null; echo; echo '" + END + "'\n");
    typed.flush();
    List<String> lines = new ArrayList<>();
    String line = said.readLine();
    while (line != null && !line.equals(END)) {
      lines.add(line);
      line = said.readLine();
    }
    String output = there(String.join("\n", lines));
    if (line == null) {
      throw new AssertionError("a command of the block fails:\n" + commands + "\n---\n" + output);
    }
    return output;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    List<ProcessHandle> left = shell.descendants().toList(); // what a failed block did not end
    try {
      typed.close();
    } finally {
      shell.destroyForcibly().waitFor();
      left.forEach(ProcessHandle::destroyForcibly);
      stopService();
      Files.delete(directory.resolve("docs"));
    }
  }
}
