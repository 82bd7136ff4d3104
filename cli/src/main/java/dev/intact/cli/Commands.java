package dev.intact.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "show where an error comes from")
  private boolean verbose;

  private Commands() {}

  static int run(Io io, String... args) {
    Commands root = new Commands();
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new UpCommand(io))
            .addSubcommand(
                new CommandLine(new AuditCommand(io))
                    .addSubcommand(new AuditAppendCommand(io))
                    .addSubcommand(new AuditImportCommand(io)))
            .addSubcommand(new LogCommand(io))
            .addSubcommand(new VerifyCommand())
            .addSubcommand(new KeyCommand(io))
            .addSubcommand(new IndexCommand(io))
            .addSubcommand(new BenchCommand(io))
            .addSubcommand("completion", new AutoComplete.GenerateCompletion())
            .addSubcommand(new CommandLine.HelpCommand());
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
    boolean misspelt =
        args.length > 0 && !args[0].startsWith("-") && !line.getSubcommands().containsKey(args[0]);
    // Alone, so that a later word is not taken for the command.
    return misspelt ? line.execute(args[0]) : line.execute(args);
  }
}
