package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.IntegrityRounds;
import dev.intact.audit.SecurityLog;
import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.LogStoreException;
import dev.intact.monitor.ConfigRefusedException;
import dev.intact.monitor.Monitoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The service over one data directory: store, trails, keys and REST, started and stopped together.
 */
public final class IntactServer implements AutoCloseable {

  private static final int MAX_TASKS = 1024;
  private static final long STOP_MILLIS = 10_000;

  private final LogStore store;
  private final Server server;
  private final ServerConnector connector;
  private final Watching watching;
  private final CheckAlerts alerts;
  private final LogApi logs;
  private final Denials denials;
  private final Routes routes;
  private final Path directory;

  private IntactServer(ServerConfig config, LogStore store, KeyRing keys, SecureRandom random)
      throws IOException, LogException, ConfigRefusedException, InterruptedException {
    this.directory = config.directory();
    this.store = store;
    Metrics metrics = new Metrics(store);
    this.watching =
        new Watching(
            store,
            config.settings(),
            config.clock(),
            random,
            config.watch(),
            metrics::verified,
            metrics::alerted,
            report -> metrics.filesChecked(report.check()));
    AuditService audit = watching.audit();
    SecurityLog security = watching.security();
    IntegrityRounds checks = watching.rounds();
    Monitoring monitoring = watching.monitoring();
    this.alerts = new CheckAlerts(watching.recorded(), monitoring);
    metrics.notIntact(watching.recorded().state());
    metrics.watching(watching, config.clock());
    metrics.coverageAge(() -> coverageAge(checks, config.clock()));
    BodyBudget budget = BodyBudget.ofHeap(Runtime.getRuntime().maxMemory());
    this.denials = new Denials(security, config.clock(), metrics);
    this.routes = new Routes(keys, denials, metrics, budget);
    metrics.running(routes::running, budget::used);
    QueuedThreadPool threads = new QueuedThreadPool(32);
    VirtualThreadPool virtual = new VirtualThreadPool();
    virtual.setMaxConcurrentTasks(MAX_TASKS);
    threads.setVirtualThreadsExecutor(virtual);
    this.server = new Server(threads);
    this.connector = connector(config);
    Guard guard = new Guard(denials);
    new TrailApi(audit, checks, alerts, guard, metrics).register(routes);
    new ImportApi(audit, guard).register(routes);
    new KeysApi(audit, config.clock(), keys, security, denials).register(routes);
    new OwnLogsApi(audit.ownLogs(security), alerts, metrics, denials).register(routes);
    new MonitorApi(watching, guard).register(routes);
    new FilesApi(watching, config.clock(), guard, alerts).register(routes);
    new FilesNoticesApi(watching.files(), config.clock(), guard).register(routes);
    new FilesListsApi(watching.files(), guard).register(routes);
    new SystemApi(store, checks, watching.recorded().state(), metrics).register(routes);
    this.logs = new LogApi(store, routes, denials);
  }

  private ServerConnector connector(ServerConfig config) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    if (config.tls().isEmpty()) {
      return new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    }
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false); // one certificate; the client checks the name
    http.addCustomizer(secure);
    return new ServerConnector(
        server,
        1,
        1,
        new SslConnectionFactory(Tls.context(config.tls().get()), "http/1.1"),
        new HttpConnectionFactory(http));
  }

  private static long coverageAge(IntegrityRounds checks, InstantSource clock) {
    Instant now = clock.instant();
    return checks.coverageAge(now).toSeconds();
  }

  /**
   * Starts the service.
   *
   * @param config with what
   * @return the running service
   * @throws LogStoreException if the store does not open
   * @throws LogException if the log of monitoring does not open
   * @throws ConfigRefusedException if monitoring's configuration cannot be used
   * @throws IOException if the port, the keys or the certificate cannot be had
   * @throws InterruptedException if the thread was interrupted
   */
  public static IntactServer start(ServerConfig config)
      throws LogStoreException,
          LogException,
          ConfigRefusedException,
          IOException,
          InterruptedException {
    LogStoreConfig store = LogStoreConfig.of(config.directory(), config.clock(), AuditKeys::keys);
    LogStore opened = LogStore.open(config.signer().map(store::withSignerDirectory).orElse(store));
    try {
      SecureRandom random = new SecureRandom();
      KeyRing keys = KeyRing.open(config.directory(), config.clock(), random);
      IntactServer running = new IntactServer(config, opened, keys, random);
      try {
        running.listen(config);
      } catch (IOException | RuntimeException e) {
        running.watching.close();
        throw e;
      }
      running.watching.start();
      running.alertOfIndex();
      return running;
    } catch (IOException
        | LogException
        | ConfigRefusedException
        | InterruptedException
        | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** A view that said something else than its log was changed by somebody. */
  private void alertOfIndex() {
    CompletableFuture<Void> unused =
        store
            .whenIndexChecked()
            .thenAcceptAsync(findings -> {
              for (Finding finding : findings) {
                try {
                  alerts.ofIndex(finding, "intact:start");
                } catch (AuditException e) {
                  System.getLogger(IntactServer.class.getName())
                      .log(System.Logger.Level.ERROR, "an alert could not be recorded", e);
                }
              }
            });
  }

  private void listen(ServerConfig config) throws IOException {
    connector.setHost(config.host());
    connector.setPort(config.port());
    server.addConnector(connector);
    PathMappingsHandler mappings = routes.handler();
    mappings.addMapping(new ServletPathSpec("/logs/*"), logs);
    server.setHandler(new GracefulHandler(new ContextHandler(mappings, "/")));
    server.setErrorHandler(new RefusedRequests());
    server.setStopTimeout(STOP_MILLIS);
    try {
      server.start();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the server does not start: " + e.getMessage(), e);
    }
    KeyRing.writeOwnerOnly(
        directory.resolve("server.json"),
        Json.text(JsonObject.builder().put("url", url()).build()) + "\n");
  }

  /**
   * Where it listens.
   *
   * @return for example {@code http://127.0.0.1:8470}
   */
  public String url() {
    return (connector.getConnectionFactory(SslConnectionFactory.class) == null
            ? "http://"
            : "https://")
        + connector.getHost()
        + ":"
        + connector.getLocalPort();
  }

  Watching watching() {
    return watching;
  }

  /**
   * Every method and path template.
   *
   * @return sorted
   */
  public Set<String> operations() {
    return routes.all();
  }

  /**
   * Completes when storage fails and the process should end.
   *
   * @return with the cause
   */
  public CompletableFuture<Throwable> whenFailed() {
    return store.whenFailed();
  }

  /**
   * Ends checks, then requests, then closes the store: what was acknowledged is durable and signed,
   * and a message that was not delivered is at the next start.
   */
  @Override
  public void close() {
    try {
      watching.close();
      server.stop();
      denials.close();
      Files.deleteIfExists(directory.resolve("server.json"));
    } catch (Exception e) {
      System.getLogger(IntactServer.class.getName())
          .log(System.Logger.Level.WARNING, "stopping", e);
    } finally {
      store.close();
    }
  }
}
