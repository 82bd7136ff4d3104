package dev.intact.monitor;

import dev.intact.monitor.config.ConfigException;
import dev.intact.monitor.config.ConfigReader;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The configuration's file, read again when it changes. One that need not be there counts from when
 * it first is; that it vanishes then is no return to the defaults. Not thread-safe.
 */
final class ConfigFile {

  private static final int MAX_BYTES = 1 << 20;
  private static final Optional<String> NONE = Optional.of("none");

  private final ConfigSource source;
  private final Defaults defaults;
  private Optional<String> seen = Optional.empty();

  ConfigFile(ConfigSource source, Defaults defaults) {
    this.source = source;
    this.defaults = defaults;
  }

  /** What was read. */
  record Read(MonitorConfig config, String sha256) {}

  /**
   * The configuration, if it is another than at the last call.
   *
   * @throws ConfigRefusedException if it is refused or cannot be read; the same is not complained
   *     about twice
   */
  Optional<Read> changed() throws ConfigRefusedException {
    if (source.file().isEmpty()) {
      return none();
    }
    Path file = source.file().get();
    byte[] bytes;
    try {
      bytes = bytes(file);
    } catch (NoSuchFileException e) {
      return source.optional() && (seen.isEmpty() || seen.equals(NONE))
          ? none()
          : refused("unreadable", file + " is not there");
    } catch (IOException e) {
      return refused("unreadable", file + " cannot be read: " + e.getClass().getSimpleName());
    }
    String sha256 = sha256(bytes);
    if (seen.equals(Optional.of(sha256))) {
      return Optional.empty();
    }
    try {
      MonitorConfig config =
          ConfigReader.read(file.toString(), new String(bytes, StandardCharsets.UTF_8), defaults);
      seen = Optional.of(sha256);
      return Optional.of(new Read(config, sha256));
    } catch (ConfigException e) {
      return refused(sha256, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Read> none() {
    boolean first = seen.isEmpty();
    seen = NONE;
    return first ? Optional.of(new Read(MonitorConfig.none(defaults), "none")) : Optional.empty();
  }

  private static byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private Optional<Read> refused(String what, String reason) throws ConfigRefusedException {
    if (seen.equals(Optional.of(what))) {
      return Optional.empty();
    }
    seen = Optional.of(what);
    throw new ConfigRefusedException(reason);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
