package dev.intact.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** All commands. */
@Command(
    name = "intact",
    mixinStandardHelpOptions = true,
    version = "intact 0.1.0-SNAPSHOT",
    description = "Keeps software and data provably untampered.",
    footer = {
      "",
      "Exit codes: 0 intact, 1 integrity violation, 2 bad usage or input, 3 could not be established.",
      "",
      "Examples:",
      "  intact up",
      "  intact audit append family_123 '{\"event_type\":\"login\"}'",
      "  intact audit verify family_123",
      "  source <(intact completion)     completion for bash and zsh"
    })
final class Commands {

  /** Commands that speak of the others. */
  private static final Set<String> WHOLE = Set.of("completion", "help");

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "show where an error comes from")
  private boolean verbose;

  private Commands() {}

  static int run(Io io, String... args) {
    Commands root = new Commands();
    Map<String, Supplier<Object>> all = all(io);
    String first = args.length == 0 ? "" : args[0];
    CommandLine line = new CommandLine(root);
    // Reading what a command takes costs a start more than all else: only the one that is meant.
    all.forEach((name, command) -> {
      if (name.equals(first) || !all.containsKey(first) || WHOLE.contains(first)) {
        line.addSubcommand(name, command.get());
      }
    });
    line.setUsageHelpWidth(110);
    line.setOut(new PrintWriter(io.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(io.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((e, command, result) -> {
      command.getErr().println("intact: " + Failures.message(e));
      if (root.verbose) {
        e.printStackTrace(command.getErr());
      }
      return Failures.exitCode(e);
    });
    boolean misspelt = !first.isEmpty() && !first.startsWith("-") && !all.containsKey(first);
    // Alone, so that a later word is not taken for the command.
    return misspelt ? line.execute(args[0]) : line.execute(args);
  }

  private static Map<String, Supplier<Object>> all(Io io) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("up", () -> new UpCommand(io));
    all.put(
        "audit",
        () ->
            new CommandLine(new AuditCommand(io))
                .addSubcommand(new AuditAppendCommand(io))
                .addSubcommand(new AuditImportCommand(io)));
    all.put(
        "files",
        () ->
            new CommandLine(new FilesCommand(io))
                .addSubcommand(new FilesWatchCommand(io))
                .addSubcommand(new FilesNoticeCommand.Announce(io))
                .addSubcommand(new FilesNoticeCommand.Window(io))
                .addSubcommand(new FilesNoticeCommand.Notices(io))
                .addSubcommand(new FilesListCommand.Diff(io))
                .addSubcommand(new FilesListCommand.Import(io))
                .addSubcommand(new FilesListCommand.Export(io)));
    all.put("monitor", () -> new MonitorCommand(io));
    all.put("log", () -> new LogCommand(io));
    all.put("verify", VerifyCommand::new);
    all.put("key", () -> new KeyCommand(io));
    all.put("index", () -> new IndexCommand(io));
    all.put("bench", () -> new BenchCommand(io));
    all.put("completion", AutoComplete.GenerateCompletion::new);
    all.put("help", CommandLine.HelpCommand::new);
    return all;
  }
}
