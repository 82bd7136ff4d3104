package dev.intact.files;

import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.RunWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that a run would have, without recording it. Not thread-safe. */
final class RunDigest {

  private final RunWriter piece = new RunWriter();
  private final MessageDigest digest = sha256();

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  void add(RunEntry entry) {
    if (piece.add(entry)) {
      digest.update(piece.take().toBytes());
    }
  }

  String finish() {
    digest.update(piece.take().toBytes());
    return HexFormat.of().formatHex(digest.digest());
  }
}
