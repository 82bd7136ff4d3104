package dev.intact.log.sign;

import dev.intact.finding.Verdict;
import dev.intact.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text of the signer's state: lines of origin, size and root, and the digest line that closes a
 * snapshot.
 */
final class StateText {

  private static final String BATCH = "batch ";
  private static final String DIGEST = "sha256 ";

  /** What was last signed, and the last batch of the journal that is in it. */
  record Snapshot(Map<String, SignedState> states, long batch) {}

  record Line(String origin, long size, Hash root) {}

  private StateText() {}

  static String line(String origin, long size, Hash root) {
    return origin + ' ' + size + ' ' + root.hex() + '\n';
  }

  static byte[] snapshot(Snapshot snapshot) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(snapshot.states())
        .forEach((origin, s) -> text.append(line(origin, s.size(), s.root())));
    text.append(BATCH).append(snapshot.batch()).append('\n');
    return (text + DIGEST + sha256(text.toString()) + '\n').getBytes(StandardCharsets.UTF_8);
  }

  static Snapshot parseSnapshot(byte[] snapshot) throws SignerException {
    String text = new String(snapshot, StandardCharsets.UTF_8);
    int digestAt = text.lastIndexOf(DIGEST);
    String body = digestAt < 0 ? "" : text.substring(0, digestAt);
    if (digestAt < 0 || !text.substring(digestAt).equals(DIGEST + sha256(body) + '\n')) {
      throw unsound("the signer's snapshot is damaged: its digest does not match");
    }
    List<String> lines = body.lines().toList();
    if (lines.isEmpty() || !lines.getLast().matches(BATCH + "[0-9]{1,18}")) {
      throw unsound("the signer's snapshot does not say which batch it holds");
    }
    Map<String, SignedState> states = new TreeMap<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      Line parsed = parseLine(line + '\n');
      states.put(parsed.origin(), new SignedState(parsed.size(), parsed.root()));
    }
    return new Snapshot(states, Long.parseLong(lines.getLast().substring(BATCH.length())));
  }

  static Line parseLine(String line) throws SignerException {
    String[] parts = line.strip().split(" ", -1);
    if (parts.length != 3) {
      throw unsound("a line of the signer's state has " + parts.length + " parts");
    }
    try {
      return new Line(parts[0], Long.parseLong(parts[1]), Hash.parseHex(parts[2]));
    } catch (IllegalArgumentException e) {
      throw unsound("a line of the signer's state is damaged", e);
    }
  }

  static SignerException unsound(String message) {
    return new SignerException(Verdict.UNVERIFIABLE, message);
  }

  static SignerException unsound(String message, Exception cause) {
    return new SignerException(Verdict.UNVERIFIABLE, message, cause);
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
