package dev.intact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.server.IntactServer;
import dev.intact.server.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A session at the command line with what it must say. Lines of a transcript:
 *
 * <ul>
 *   <li>{@code $ ARGUMENTS} runs a command in this process; {@code < TEXT} before it gives it
 *       standard input;
 *   <li>then its expected standard output, line by line; {@code ! TEXT} is a line of standard
 *       error; {@code = N} is the exit code and ends the command;
 *   <li>{@code @file NAME} to {@code @end} writes a file; {@code @env NAME=VALUE}; {@code @server}
 *       and {@code @stop} start and stop a server on {@code $DIR/data}; {@code @edit NAME FROM TO}
 *       changes a file's bytes ({@code NAME} may be a glob's last part); {@code @capture NAME
 *       [REGEX]} keeps the first line of the last output, or what matches, as {@code $NAME}; {@code
 *       @location NAME TRAIL} where a trail's log is.
 * </ul>
 *
 * <p>Expected lines may hold {@code <hash>}, {@code <time>}, {@code <id>}, {@code <n>} and {@code
 * <any>}; a line {@code ...} stands for any lines.
 */
final class Transcript implements AutoCloseable {

  private static final Map<String, String> PATTERNS =
      Map.of(
          "<hash>", "[0-9a-f]{64}",
          "<time>", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z",
          "<id>", "[A-Za-z0-9_.-]+",
          "<n>", "[0-9]+",
          "<any>", ".*");

  /** Without a group, which the engine would nest as deep as there are lines. */
  private static final String ANY_LINES = "(?s:.*?)(?<![^\n])";

  private final Path directory;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<IntactServer> servers = new ArrayList<>();
  private String input = "";
  private String lastOutput = "";

  Transcript(Path directory) {
    this.directory = directory;
    variables.put("DIR", directory.toString());
  }

  void run(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    int i = 0;
    while (i < lines.size()) {
      String line = lines.get(i++);
      String where = file.getFileName() + ":" + i;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("@file ")) {
        int end = i + lines.subList(i, lines.size()).indexOf("@end");
        Path target = directory.resolve(line.substring(6));
        Files.createDirectories(target.getParent());
        Files.writeString(
            target, substitute(String.join("\n", lines.subList(i, end))) + (end > i ? "\n" : ""));
        i = end + 1;
      } else if (line.startsWith("@")) {
        act(line.substring(1).split(" "));
      } else if (line.startsWith("< ")) {
        input += line.substring(2) + "\n";
      } else if (line.startsWith("$ ")) {
        int end = i;
        while (!lines.get(end).matches("= [0-9]+")) {
          end++;
        }
        command(where, line.substring(2), lines.subList(i, end), lines.get(end).substring(2));
        i = end + 1;
      } else {
        throw new IllegalStateException(where + ": not a line of a transcript: " + line);
      }
    }
  }

  private void act(String[] words) throws Exception {
    switch (words[0]) {
      case "env" -> {
        String[] pair = substitute(words[1]).split("=", 2);
        environment.put(pair[0], pair[1]);
      }
      case "capture" -> variables.put(words[1], captured(words.length > 2 ? words[2] : ".+"));
      case "server" -> {
        IntactServer server =
            IntactServer.start(
                ServerConfig.local(directory.resolve("data"), 0, InstantSource.system()));
        servers.add(server);
        variables.put("URL", server.url());
      }
      case "stop" -> close();
      case "location" -> variables.put(words[1], location(words[2]));
      case "edit" -> edit(words[1], words[2], words[3]);
      default -> throw new IllegalStateException("no such act: " + words[0]);
    }
  }

  private String captured(String regex) {
    Matcher first = Pattern.compile(regex).matcher(lastOutput);
    assertThat(first.find()).as("%s in %s", regex, lastOutput).isTrue();
    return first.group();
  }

  /** Where a trail's log is: behind the server's URL, or in the directory. */
  private String location(String trail) throws IOException {
    Path logs = directory.resolve("data/logs");
    try (Stream<Path> all = Files.walk(logs)) {
      Path log = all.filter(p -> p.endsWith(trail)).findFirst().orElseThrow();
      return servers.isEmpty()
          ? log.toString()
          : variables.get("URL") + "/logs/" + logs.relativize(log);
    }
  }

  /** Changes bytes of equal number in every file of this name or path below the directory. */
  private void edit(String name, String from, String to) throws IOException {
    int changed = 0;
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        if (directory.relativize(path).toString().contains(name) && text.contains(from)) {
          Files.writeString(path, text.replace(from, to), StandardCharsets.ISO_8859_1);
          changed++;
        }
      }
    }
    assertThat(changed).as("files with %s in %s", from, name).isPositive();
  }

  private void command(String where, String command, List<String> expected, String code) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Io io =
        new Io(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.copyOf(environment),
            false,
            InstantSource.system(),
            new SecureRandom());
    input = "";
    int actual = Main.run(io, words(substitute(command)));
    lastOutput = out.toString(StandardCharsets.UTF_8);
    String errors = err.toString(StandardCharsets.UTF_8);
    String context = where + ": intact " + command + "\n" + lastOutput + errors;
    matches(context, lastOutput, expected.stream().filter(l -> !l.startsWith("!")).toList());
    matches(
        context,
        errors,
        expected.stream()
            .filter(l -> l.startsWith("!"))
            .map(l -> l.replaceFirst("! ?", ""))
            .toList());
    assertThat(Integer.toString(actual)).as(context).isEqualTo(code);
    assertThat(errors).as(context).doesNotContain("\tat ");
  }

  private void matches(String context, String actual, List<String> expected) {
    StringBuilder pattern = new StringBuilder();
    for (String line : expected) {
      pattern.append(line.equals("...") ? ANY_LINES : pattern(substitute(line)) + "\n");
    }
    assertThat(Pattern.matches(pattern.toString(), actual))
        .as("%s\n--- expected ---\n%s", context, String.join("\n", expected))
        .isTrue();
  }

  private static String pattern(String line) {
    Matcher placeholder = Pattern.compile("<(?:hash|time|id|n|any)>").matcher(line);
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    while (placeholder.find()) {
      pattern.append(Pattern.quote(line.substring(from, placeholder.start())));
      pattern.append(PATTERNS.get(placeholder.group()));
      from = placeholder.end();
    }
    return pattern.append(Pattern.quote(line.substring(from))).toString();
  }

  private String substitute(String text) {
    String result = text;
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      result = result.replace("$" + variable.getKey(), variable.getValue());
    }
    return result;
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words.toArray(String[]::new);
  }

  @Override
  public void close() {
    servers.forEach(IntactServer::close);
    servers.clear();
  }
}
