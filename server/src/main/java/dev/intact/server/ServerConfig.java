package dev.intact.server;

import dev.intact.audit.AuditSettings;
import dev.intact.monitor.ConfigSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * What a service is started with.
 *
 * @param directory the data directory, made when absent
 * @param signer the signer's own path; beside the directory if empty
 * @param host the address to listen on
 * @param port the port; 0 takes a free one
 * @param tls certificate and key; plain HTTP if empty
 * @param settings retention and checks
 * @param clock the time of records
 * @param watch what monitoring is started with
 */
public record ServerConfig(
    Path directory,
    Optional<Path> signer,
    String host,
    int port,
    Optional<TlsFiles> tls,
    AuditSettings settings,
    InstantSource clock,
    WatchConfig watch) {

  /** The configuration's name in the data directory, where no other file is named. */
  public static final String CONFIGURATION = "intact.yaml";

  /**
   * PEM files for TLS.
   *
   * @param certificates the server's certificate and the chain behind it
   * @param key its private key, PKCS#8, not encrypted, readable by the owner alone
   */
  public record TlsFiles(Path certificates, Path key) {}

  /**
   * Plain HTTP on the loopback interface, with the default settings; alerts on standard error.
   *
   * @param directory the data directory
   * @param port the port; 0 takes a free one
   * @param clock the time of records
   * @return a configuration
   */
  public static ServerConfig local(Path directory, int port, InstantSource clock) {
    return new ServerConfig(
        directory,
        Optional.empty(),
        "127.0.0.1",
        port,
        Optional.empty(),
        AuditSettings.DEFAULT,
        clock,
        new WatchConfig(
            ConfigSource.ifPresent(directory.resolve(CONFIGURATION)),
            Map.of(),
            System.err,
            "localhost",
            ZoneOffset.UTC));
  }
}
