package dev.intact.cli;

import dev.intact.server.IntactServer;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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
    description = "Starts the service on a data directory.")
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
            data,
            signer,
            listen.substring(0, colon),
            Integer.parseInt(listen.substring(colon + 1)),
            InstantSource.system());
    System.out.println(
        "Intact listens on " + server.url() + ", data in " + data.toAbsolutePath().normalize());
    if (first) {
      System.out.println(
          "The operator's key, shown this once and kept in " + data.resolve("admin.key") + ":");
      System.out.println("  " + Files.readString(data.resolve("admin.key")).strip());
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
    System.err.println("intact: storage failed, stopping: " + failure.getMessage());
    Runtime.getRuntime().halt(3);
    return 3;
  }
}
