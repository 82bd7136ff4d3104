package dev.intact.cli;

import dev.intact.verify.VerifyMain;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program. */
@Command(
    name = "intact",
    mixinStandardHelpOptions = true,
    version = "intact 0.1.0-SNAPSHOT",
    description = "Keeps software and data provably untampered.",
    footer = {
      "",
      "Exit codes: 0 intact, 1 integrity violation, 2 bad usage or input, 3 could not be established."
    },
    subcommands = {
      UpCommand.class,
      AuditCommand.class,
      LogCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      picocli.AutoComplete.GenerateCompletion.class,
      CommandLine.HelpCommand.class
    })
public final class Main {

  private Main() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    String refusal =
        refusal(
            System.getProperty("java.version"),
            ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (!refusal.isEmpty()) {
      System.err.println("intact: " + refusal);
      System.exit(69);
    }
    System.exit(run(args));
  }

  static int run(String... args) {
    if (args.length > 0 && args[0].equals("verify")) {
      return VerifyMain.run(Arrays.copyOfRange(args, 1, args.length), System.out, System.err);
    }
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((e, command, result) -> {
          command.getErr().println("intact: " + Failures.message(e));
          return Failures.exitCode(e);
        })
        .execute(args);
  }

  /** Why this Java must not run us: both faults change bytes silently. Empty if it may. */
  static String refusal(String version, java.util.List<String> arguments) {
    Runtime.Version java = Runtime.Version.parse(version);
    if (java.compareToIgnoreOptional(Runtime.Version.parse("25.0.3")) < 0) {
      return "Java "
          + version
          + " can corrupt byte arrays silently (JDK-8377811); use 25.0.3 or later";
    }
    if (arguments.contains("-XX:+UseCompactObjectHeaders")) {
      return "-XX:+UseCompactObjectHeaders can corrupt strings silently (JDK-8380060); leave it out";
    }
    return "";
  }
}
