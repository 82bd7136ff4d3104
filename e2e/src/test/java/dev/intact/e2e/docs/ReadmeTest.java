package dev.intact.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.e2e.docs.CodeBlocks.Block;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A newcomer types the README's commands, one after the other, in an empty directory. {@code
 * ./intact} stands for the program that this build made; the port is a free one.
 */
final class ReadmeTest {

  private static final String ADDRESS = "127.0.0.1:8470";
  private static final int MAX_SECONDS = 60;

  @TempDir Path directory;
  private String address = "";

  @BeforeEach
  void provideTheProgram() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      address = "127.0.0.1:" + free.getLocalPort();
    }
    Path program = directory.resolve("intact");
    Files.writeString(
        program,
        "#!/bin/sh\nexec \""
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "\" --enable-native-access=ALL-UNNAMED -cp \""
            + System.getProperty("java.class.path")
            + "\" dev.intact.cli.Main \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private static List<Block> blocks() throws IOException {
    return CodeBlocks.of(
        Files.readString(Path.of(System.getProperty("intact.root", ".."), "README.md")));
  }

  private Process start(String script) throws IOException {
    return new ProcessBuilder("sh", "-c", script)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
  }

  /** Everything behind the two commands, as one session. */
  private String session(List<Block> blocks) throws IOException, InterruptedException {
    String script =
        blocks.stream()
            .filter(b -> b.language().equals("sh"))
            .map(Block::text)
            .skip(2)
            .collect(Collectors.joining("echo\n", "", ""));
    Process shell = start(script.replace(ADDRESS, address));
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).as(output).isZero();
    return output;
  }

  /** The service says that it listens before anything is typed. */
  private Process up() throws IOException {
    Process service = start("exec ./intact up --listen " + address);
    StringBuilder said = new StringBuilder();
    for (int c = service.getInputStream().read(); c >= 0; c = service.getInputStream().read()) {
      said.append((char) c);
      if (said.indexOf("  ik_") >= 0 && c == '\n') {
        return service;
      }
    }
    throw new IOException("the service ended: " + said);
  }

  private static Pattern pattern(String line) {
    List<String> parts = new ArrayList<>();
    for (String part : line.split("…", -1)) {
      parts.add(Pattern.quote(part));
    }
    return Pattern.compile(String.join(".*", parts), Pattern.DOTALL);
  }

  @Test
  void theTwoCommandsComeFirst() throws IOException {
    List<Block> blocks = blocks();
    assertThat(blocks.get(0)).isEqualTo(new Block("sh", "./intact up\n"));
    assertThat(blocks.get(1)).isEqualTo(new Block("sh", "./check\n"));
  }

  @Test
  void fiveMinutesShowWhatTheyPromise() throws Exception {
    List<Block> blocks = blocks();
    Process service = up();
    try {
      String output = session(blocks);
      int at = 0;
      for (Block block : blocks) {
        if (block.language().isEmpty()) {
          for (String line : block.text().lines().toList()) {
            var found = pattern(line).matcher(output);
            assertThat(found.find(at)).as("%s%nin%n%s", line, output.substring(at)).isTrue();
            at = output.indexOf('\n', found.start()) + 1;
          }
        }
      }
    } finally {
      service.destroy();
      assertThat(service.waitFor(MAX_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }
}
