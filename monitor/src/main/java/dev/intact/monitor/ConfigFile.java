package dev.intact.monitor;

import dev.intact.monitor.config.ConfigException;
import dev.intact.monitor.config.ConfigReader;
import dev.intact.monitor.config.MonitorConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Optional;

/** The configuration's file, read again when it changes. Not thread-safe. */
final class ConfigFile {

  private static final int MAX_BYTES = 1 << 20;

  private final Optional<Path> file;
  private final ZoneId zone;
  private Optional<String> seen = Optional.empty();

  ConfigFile(Optional<Path> file, ZoneId zone) {
    this.file = file;
    this.zone = zone;
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
    if (file.isEmpty()) {
      boolean first = seen.isEmpty();
      seen = Optional.of("none");
      return first ? Optional.of(new Read(MonitorConfig.none(zone), "none")) : Optional.empty();
    }
    byte[] bytes;
    try {
      if (Files.size(file.get()) > MAX_BYTES) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
      bytes = Files.readAllBytes(file.get());
    } catch (IOException e) {
      return refused("unreadable", file.get() + " cannot be read: " + e.getClass().getSimpleName());
    }
    String sha256 = sha256(bytes);
    if (seen.equals(Optional.of(sha256))) {
      return Optional.empty();
    }
    try {
      MonitorConfig config =
          ConfigReader.read(file.get().toString(), new String(bytes, StandardCharsets.UTF_8), zone);
      seen = Optional.of(sha256);
      return Optional.of(new Read(config, sha256));
    } catch (ConfigException e) {
      return refused(sha256, String.valueOf(e.getMessage()));
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
