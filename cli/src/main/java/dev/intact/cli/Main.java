package dev.intact.cli;

import dev.intact.verify.VerifyMain;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;

/** The program. */
public final class Main {

  private Main() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    String refusal = refusal();
    if (!refusal.isEmpty()) {
      System.err.println("intact: " + refusal);
      System.exit(69);
    }
    boolean terminal =
        Boolean.getBoolean("intact.terminal") && !"dumb".equals(System.getenv("TERM"));
    System.exit(
        run(
            new Io(
                System.in,
                System.out,
                System.err,
                System.getenv(),
                terminal,
                InstantSource.system(),
                new SecureRandom()),
            Arguments.whole(args)));
  }

  /** The offline verifier needs nothing of the rest, and starts faster without it. */
  static int run(Io io, String... args) {
    return args.length > 0 && args[0].equals("verify")
        ? VerifyMain.run(Arrays.copyOfRange(args, 1, args.length), io.out(), io.err())
        : Commands.run(io, args);
  }

  /** Why the Java that runs this must not; empty if it may. */
  static String refusal() {
    return refusal(
        System.getProperty("java.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
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
