package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.SecurityLog;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.LogStoreException;
import dev.intact.log.StoreStatus;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * The service over one data directory: store, trails, keys and REST, started and stopped together.
 */
public final class IntactServer implements AutoCloseable {

  private static final int MAX_RUNNING = 256;
  private static final long STOP_MILLIS = 10_000;

  private final LogStore store;
  private final Server server;
  private final ServerConnector connector;
  private final KeyRing keys;
  private final SecurityLog security;
  private final Routes routes;
  private final Path directory;

  private IntactServer(
      Path directory, LogStore store, KeyRing keys, InstantSource clock, SecureRandom random) {
    this.directory = directory;
    this.store = store;
    this.keys = keys;
    this.security = new SecurityLog(store, clock, random);
    this.routes = new Routes(keys);
    QueuedThreadPool threads = new QueuedThreadPool(32);
    VirtualThreadPool virtual = new VirtualThreadPool();
    virtual.setMaxConcurrentTasks(MAX_RUNNING);
    threads.setVirtualThreadsExecutor(virtual);
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    new TrailApi(new AuditService(store, clock, random), new Denials(security)).register(routes);
    routes
        .add("GET", "/health", this::health)
        .add("GET", "/v1/keys", this::listKeys)
        .add("POST", "/v1/keys", this::createKey)
        .add("DELETE", "/v1/keys/{key}", this::revokeKey);
  }

  /**
   * Starts the service.
   *
   * @param directory the data directory, made when absent
   * @param signer the signer's own path, if not beside the directory
   * @param host the address to listen on
   * @param port the port; 0 takes a free one
   * @param clock the time of records
   * @return the running service
   * @throws LogStoreException if the store does not open
   * @throws IOException if the port or the keys cannot be had
   */
  public static IntactServer start(
      Path directory, Optional<Path> signer, String host, int port, InstantSource clock)
      throws LogStoreException, IOException {
    LogStoreConfig config = LogStoreConfig.of(directory, clock, AuditKeys::keys);
    LogStore store = LogStore.open(signer.map(config::withSignerDirectory).orElse(config));
    try {
      SecureRandom random = new SecureRandom();
      KeyRing keys = KeyRing.open(directory, clock, random);
      IntactServer running = new IntactServer(directory, store, keys, clock, random);
      running.listen(host, port);
      return running;
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private void listen(String host, int port) throws IOException {
    connector.setHost(host);
    connector.setPort(port);
    server.addConnector(connector);
    PathMappingsHandler mappings = (PathMappingsHandler) routes.handler();
    mappings.addMapping(new ServletPathSpec("/logs/*"), new LogApi(store, routes));
    server.setHandler(new GracefulHandler(new ContextHandler(mappings, "/")));
    server.setErrorHandler((request, response, callback) -> {
      int status = status(request);
      byte[] body = Problem.body(status, HttpStatus.getMessage(status), "the request was refused");
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    });
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

  private static int status(Request request) {
    Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
    return status instanceof Integer code ? code : 500;
  }

  /**
   * Where it listens.
   *
   * @return for example {@code http://127.0.0.1:8470}
   */
  public String url() {
    return "http://" + connector.getHost() + ":" + connector.getLocalPort();
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

  private void health(Exchange e) {
    StoreStatus status = store.status();
    JsonObject json =
        JsonObject.builder()
            .put("status", status.failed() ? "failed" : "up")
            .put("logs", status.logs())
            .put("records_appended", status.recordsAppended())
            .put("records_in_flight", status.recordsInFlight())
            .put("index_lag", status.indexLag())
            .put("unpublished_logs", status.unpublishedLogs())
            .put("oldest_unpublished_ms", status.oldestUnpublishedMillis())
            .put("journal_bytes", status.journalBytesHeld())
            .build();
    e.json(status.failed() ? 503 : 200, json);
  }

  private void requireOperator(Exchange e) throws Problem, AuditException {
    if (e.key().role() != Role.OPERATOR) {
      security.record("denied", e.actor(), "keys");
      throw Problem.forbidden();
    }
  }

  private void listKeys(Exchange e) throws Problem, AuditException {
    requireOperator(e);
    e.json(200, JsonObject.builder().put("keys", new JsonArray(List.copyOf(keys.list()))).build());
  }

  private void createKey(Exchange e) throws Problem, AuditException, IOException {
    requireOperator(e);
    JsonObject wanted;
    Role role;
    Optional<Instant> expires;
    try {
      wanted = (JsonObject) Json.parse(e.body(4096), JsonLimits.STRICT);
      role = Role.valueOf(wanted.string("role").orElse("").toUpperCase(Locale.ROOT));
      expires = wanted.string("expires").map(t -> RecordTime.parseBound(t).orElseThrow());
    } catch (JsonException
        | ClassCastException
        | IllegalArgumentException
        | java.util.NoSuchElementException bad) {
      throw Problem.badRequest(
          "send {\"role\": operator|admin|auditor|writer, \"trail\": …, \"expires\": …}");
    }
    if (!Set.of("role", "trail", "expires").containsAll(wanted.names())
        || (wanted.get("trail").isPresent() && wanted.string("trail").isEmpty())
        || (wanted.get("expires").isPresent() && expires.isEmpty())) {
      throw Problem.badRequest(
          "a key has a role, and if wanted a trail and a time until which it holds");
    }
    String token = keys.create(role, wanted.string("trail"), expires);
    security.record(
        "key_created",
        e.actor(),
        role + " " + wanted.string("trail").orElse("*") + " " + token.split("_")[1]);
    e.json(201, JsonObject.builder().put("id", token.split("_")[1]).put("key", token).build());
  }

  private void revokeKey(Exchange e) throws Problem, AuditException, IOException {
    requireOperator(e);
    String id = e.path("key");
    if (!keys.revoke(id)) {
      throw Problem.notFound("there is no key " + id);
    }
    security.record("key_revoked", e.actor(), id);
    e.json(200, JsonObject.builder().put("revoked", id).build());
  }

  /** Ends requests, then closes the store: what was acknowledged is durable and signed. */
  @Override
  public void close() {
    try {
      server.stop();
      Files.deleteIfExists(directory.resolve("server.json"));
    } catch (Exception e) {
      System.getLogger(IntactServer.class.getName())
          .log(System.Logger.Level.WARNING, "stopping", e);
    } finally {
      store.close();
    }
  }
}
