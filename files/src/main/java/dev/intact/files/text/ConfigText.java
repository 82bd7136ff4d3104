package dev.intact.files.text;

import dev.intact.files.explain.PathReader;
import dev.intact.files.linux.FileStat;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.PathOrder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a configuration file without its secrets. Only of files that everybody on the machine
 * may read anyway: what is protected, and what is known to hold secrets, is not looked at.
 */
public final class ConfigText {

  /** The longest file, in bytes. */
  public static final int MAX_BYTES = 32 << 10;

  private static final int OTHERS_READ = 4;
  private static final int OTHERS_SEARCH = 1;
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i).*\\.(key|pem|p12|pfx|jks|keystore|kdbx|gpg|ppk)|(g?shadow|(o?passwd|g?shadow)-)"
              + "|id_[a-z0-9]+|\\.?(netrc|pgpass|my\\.cnf|htpasswd)|krb5\\.keytab|.*\\.keytab");

  private ConfigText() {}

  /**
   * Reads a text.
   *
   * @param reader by which
   * @param path absolute
   * @param sha256 of the content that is meant
   * @return the lines without secrets; empty if the file is another by now, is not for everybody,
   *     is known to hold secrets, is too long, or is no text
   * @throws IOException if it cannot be read
   */
  public static Optional<List<String>> read(PathReader reader, ByteString path, String sha256)
      throws IOException {
    String shown = path.display();
    String name = shown.substring(shown.lastIndexOf('/') + 1);
    FileStat stat = reader.stat(path);
    if (SECRET.matcher(name).matches()
        || !stat.isRegular()
        || stat.size() > MAX_BYTES
        || (stat.mode() & OTHERS_READ) == 0
        || !isReachable(reader, path)) {
      return Optional.empty();
    }
    byte[] content;
    try (InputStream in = reader.content(path)) {
      content = in.readNBytes(MAX_BYTES + 1);
    }
    String is = HexFormat.of().formatHex(PathReader.digest("SHA-256").digest(content));
    if (content.length > MAX_BYTES || !is.equals(sha256)) {
      return Optional.empty();
    }
    return text(content).map(String::lines).map(l -> Redaction.redact(l.toList()));
  }

  private static boolean isReachable(PathReader reader, ByteString path) throws IOException {
    ByteString at = path;
    while (at.length() > 1) {
      at = PathOrder.parent(at);
      if ((reader.stat(at).mode() & OTHERS_SEARCH) == 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> text(byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
