package dev.intact.verify;

import dev.intact.json.Json;
import dev.intact.key.KeyFormatException;
import dev.intact.key.VerifierKey;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The offline verifier's command: {@code verify FILE --key VKEY}. */
public final class VerifyMain {

  private static final String USAGE =
      """
      usage: verify FILE --key VKEY [--key VKEY]... [--record FILE] [--checkpoint FILE] [--json]

      Verifies a .tlog-proof, an export or a checkpoint with nothing but the log's key.

        --key VKEY         a key of the log that you trust, from somewhere else than the file
        --record FILE      the record's canonical bytes, if the proof does not carry them
        --checkpoint FILE  a checkpoint that you kept: finds a roll-back or a fork
        --json             the outcome as JSON

      exit codes: 0 OK
                  1 CONTENT_TAMPERED, MISSING, BACKDATED, REORDERED, FORKED, ROLLED_BACK
                  2 bad usage or a file that is none of these
                  3 UNVERIFIABLE or STALE: it could not be established
      """;

  private static final List<String> OPTIONS =
      List.of("--key", "--record", "--checkpoint", "--json", "--help");

  private VerifyMain() {}

  /**
   * The program.
   *
   * @param args as in the usage
   */
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  /**
   * Runs the command.
   *
   * @param args as in the usage
   * @param out takes the outcome
   * @param err takes errors and the usage
   * @return the exit code
   */
  public static int run(String[] args, PrintStream out, PrintStream err) {
    Deque<String> rest = new ArrayDeque<>(List.of(args));
    List<VerifierKey> keys = new ArrayList<>();
    List<String> files = new ArrayList<>();
    Optional<byte[]> record = Optional.empty();
    Optional<Checkpoint> earlier = Optional.empty();
    boolean json = false;
    try {
      while (!rest.isEmpty()) {
        String arg = rest.pop();
        switch (arg) {
          case "--key" -> keys.add(VerifierKey.parse(value(rest, arg)));
          case "--record" -> record = Optional.of(Files.readAllBytes(Path.of(value(rest, arg))));
          case "--checkpoint" -> earlier = Optional.of(kept(value(rest, arg), keys));
          case "--json" -> json = true;
          case "--help", "-h" -> {
            out.print(USAGE);
            return 0;
          }
          default -> files.add(file(arg));
        }
      }
      if (files.size() != 1 || keys.isEmpty()) {
        err.println(
            keys.isEmpty()
                ? "no --key is given: there is nothing to trust"
                : "exactly one FILE is needed");
        err.print(USAGE);
        return 2;
      }
      try (InputStream in = Files.newInputStream(Path.of(files.getFirst()))) {
        Outcome outcome = new OfflineVerifier(keys, record, earlier).verify(in);
        out.println(json ? Json.pretty(outcome.toJson()) : outcome.toText());
        return outcome.verdict().exitCode();
      }
    } catch (IOException | KeyFormatException | IllegalArgumentException | NoteException e) {
      err.println(
          "verify: "
              + (e instanceof java.nio.file.NoSuchFileException ? "no such file: " : "")
              + e.getMessage());
      return 2;
    }
  }

  private static String file(String arg) {
    if (arg.startsWith("--")) {
      throw new IllegalArgumentException("unknown option " + arg + suggestion(arg));
    }
    return arg;
  }

  /** The option with the same letters in another order, or whose beginning was typed. */
  private static String suggestion(String arg) {
    return OPTIONS.stream()
        .filter(o -> o.startsWith(arg) || arg.startsWith(o) || sorted(o).equals(sorted(arg)))
        .findFirst()
        .map(o -> "; did you mean " + o + "?")
        .orElse("");
  }

  private static String sorted(String text) {
    char[] letters = text.toCharArray();
    Arrays.sort(letters);
    return new String(letters);
  }

  private static String value(Deque<String> rest, String option) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.pop();
  }

  private static Checkpoint kept(String file, List<VerifierKey> keys)
      throws IOException, NoteException {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("give --key before --checkpoint");
    }
    return SignedCheckpoint.parse(Files.readAllBytes(Path.of(file))).verify(keys).checkpoint();
  }
}
