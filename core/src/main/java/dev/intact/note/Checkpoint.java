package dev.intact.note;

import dev.intact.merkle.Hash;
import java.util.Arrays;
import java.util.List;

/**
 * The head of a log: origin, size, root (C2SP tlog-checkpoint). Unsigned; see {@link
 * SignedCheckpoint}.
 *
 * @param origin which log
 * @param size how many entries
 * @param root the root at that size
 * @param extensions further lines, not empty each
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {

  /** Checks and copies. */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (origin.isEmpty() || origin.contains("\n") || size < 0) {
      throw new IllegalArgumentException(
          "a checkpoint has an origin of one line and a size from 0");
    }
    if (extensions.stream().anyMatch(e -> e.isEmpty() || e.contains("\n"))) {
      throw new IllegalArgumentException("an extension is one line and not empty");
    }
  }

  /**
   * Parses a note's text, strictly.
   *
   * @param body lines, each ended by a newline
   * @return the checkpoint
   * @throws NoteException if it is malformed
   */
  public static Checkpoint parse(String body) throws NoteException {
    if (!body.endsWith("\n")) {
      throw NoteException.malformed("the checkpoint does not end with a newline");
    }
    String[] lines = body.substring(0, body.length() - 1).split("\n", -1);
    if (lines.length < 3) {
      throw NoteException.malformed("a checkpoint has three lines or more, not " + lines.length);
    }
    for (String line : lines) {
      if (line.isEmpty()) {
        throw NoteException.malformed("a line of the checkpoint is empty");
      }
    }
    try {
      Hash root = Hash.parseBase64(lines[2]);
      return new Checkpoint(
          lines[0], decimal(lines[1], "size"), root, Arrays.asList(lines).subList(3, lines.length));
    } catch (IllegalArgumentException e) {
      throw NoteException.malformed("the checkpoint's root is not the base64 of 32 bytes");
    }
  }

  static long decimal(String text, String what) throws NoteException {
    if (!text.matches("0|[1-9][0-9]{0,18}")) {
      throw NoteException.malformed("the " + what + " is not a plain decimal number");
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw NoteException.malformed("the " + what + " is beyond 2^63 - 1");
    }
  }

  /**
   * The text that is signed.
   *
   * @return lines, each ended by a newline
   */
  public String body() {
    StringBuilder body =
        new StringBuilder(origin)
            .append('\n')
            .append(size)
            .append('\n')
            .append(root.base64())
            .append('\n');
    extensions.forEach(e -> body.append(e).append('\n'));
    return body.toString();
  }
}
