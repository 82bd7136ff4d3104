package dev.intact.cli;

import dev.intact.audit.AuditSettings;
import dev.intact.server.IntactServer;
import dev.intact.server.ServerConfig;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code intact up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts the service on a data directory, which is made at the first start.",
    footer = {
      "",
      "SIGTERM stops it cleanly. Exit codes: 0 stopped, 2 bad usage or input, 3 storage failed or in use.",
      "",
      "Examples:",
      "  intact up",
      "  intact up --data /srv/intact/data --signer /srv/intact-signer --listen 0.0.0.0:8470 \\",
      "    --tls-cert fullchain.pem --tls-key key.pem"
    })
final class UpCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      defaultValue = "intact-data",
      description = "data directory (default: ${DEFAULT-VALUE})")
  private Path data = Path.of("intact-data");

  @Option(names = "--signer", description = "the signer's own directory (default: DATA.signer)")
  private Optional<Path> signer = Optional.empty();

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:8470",
      description = "HOST:PORT to listen on (default: ${DEFAULT-VALUE})")
  private String listen = "127.0.0.1:8470";

  @Option(names = "--tls-cert", description = "PEM file with the certificate and its chain")
  private Optional<Path> certificate = Optional.empty();

  @Option(names = "--tls-key", description = "PEM file with the certificate's PKCS#8 key")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description =
          "file with AUDIT_… settings, one NAME=value a line; the environment overrides it")
  private Optional<Path> settings = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = {
        "YAML file: what is watched, who is told (default: DATA/intact.yaml where there is one).",
        "Read again when it changes."
      })
  private Optional<Path> config = Optional.empty();

  private final Io io;

  UpCommand(Io io) {
    this.io = io;
  }

  private Optional<ServerConfig.TlsFiles> tls() {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("--tls-cert and --tls-key go together");
    }
    return certificate.map(c -> new ServerConfig.TlsFiles(c, key.orElseThrow()));
  }

  private AuditSettings settings() throws IOException {
    return AuditSettings.parse(
        settings.isPresent() ? Files.readAllLines(settings.get()) : List.of(), io.env());
  }

  @Override
  public Integer call() throws Exception {
    int colon = listen.lastIndexOf(':');
    if (colon < 1 || !listen.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("--listen takes HOST:PORT, not " + listen);
    }
    Logger jetty = Logger.getLogger("org.eclipse.jetty");
    jetty.setLevel(Level.WARNING);
    boolean first = !Files.exists(data.resolve("admin.key"));
    IntactServer server =
        IntactServer.start(
            new ServerConfig(
                data,
                signer,
                listen.substring(0, colon),
                Integer.parseInt(listen.substring(colon + 1)),
                tls(),
                settings(),
                io.clock(),
                WatchOptions.config(io, config, data)));
    io.out()
        .println(
            "Intact listens on " + server.url() + ", data in " + data.toAbsolutePath().normalize());
    if (first) {
      io.out()
          .println(
              "The operator's key, shown this once and kept in " + data.resolve("admin.key") + ":");
      io.out().println("  " + Files.readString(data.resolve("admin.key")).strip());
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stopped.countDown();
                },
                "intact-stop"));
    Throwable failure = server.whenFailed().get();
    Reference.reachabilityFence(jetty); // the logging manager holds loggers weakly
    io.err().println("intact: storage failed, stopping: " + failure.getMessage());
    Runtime.getRuntime().halt(3);
    return 3;
  }
}
