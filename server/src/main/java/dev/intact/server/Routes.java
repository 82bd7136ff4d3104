package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.files.FilesException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.pathmap.UriTemplatePathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Method and path template to operation: authenticates, runs it, and turns what it throws into a
 * problem.
 */
final class Routes {

  /** What answers a request. */
  @FunctionalInterface
  interface Operation {
    void run(Exchange exchange) throws Exception;
  }

  private static final System.Logger LOG = System.getLogger(Routes.class.getName());

  /** So many requests at a time; one more is refused. */
  static final int MAX_RUNNING = 256;

  private final Map<String, Map<String, Operation>> byTemplate = new LinkedHashMap<>();
  private final Set<String> unlimited = new TreeSet<>();
  private final Set<String> pages = new TreeSet<>();
  private final KeyRing keys;
  private final Denials denials;
  private final Metrics metrics;
  private final BodyBudget budget;
  private final Semaphore places = new Semaphore(MAX_RUNNING);

  Routes(KeyRing keys, Denials denials, Metrics metrics, BodyBudget budget) {
    this.budget = budget;
    this.keys = keys;
    this.denials = denials;
    this.metrics = metrics;
  }

  Routes add(String method, String template, Operation operation) {
    Operation before =
        byTemplate.computeIfAbsent(template, t -> new TreeMap<>()).putIfAbsent(method, operation);
    if (before != null) {
      throw new IllegalStateException(method + " " + template + " is there twice");
    }
    return this;
  }

  /** An operation for whoever watches: it takes no place. */
  Routes addUnlimited(String method, String template, Operation operation) {
    unlimited.add(method + " " + template);
    return add(method, template, operation);
  }

  /** A page that changes nothing, which a browser may ask for with the key as a password. */
  Routes addPage(String template, Operation operation) {
    pages.add(template);
    return add(
        "GET",
        template,
        e -> {
          try {
            operation.run(e);
          } catch (Problem p) {
            if (p.status() == 401) {
              e.header("WWW-Authenticate", Passwords.CHALLENGE);
            }
            throw p;
          }
        });
  }

  /** Every method and template, for the contract. */
  Set<String> all() {
    Set<String> all = new TreeSet<>();
    byTemplate.forEach(
        (template, methods) -> methods.keySet().forEach(m -> all.add(m + " " + template)));
    return all;
  }

  PathMappingsHandler handler() {
    PathMappingsHandler mappings = new PathMappingsHandler();
    byTemplate.forEach((template, methods) ->
        mappings.addMapping(new UriTemplatePathSpec(template), new Route(template, methods)));
    return mappings;
  }

  /** A request with its variables and the key that it came with. */
  Exchange exchange(
      Request request, Response response, Callback callback, Map<String, String> path) {
    return new Exchange(request, response, callback, path, authenticate(request), budget);
  }

  private Credential authenticate(Request request) {
    List<String> headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    return headers.size() != 1 || !headers.getFirst().regionMatches(true, 0, "Bearer ", 0, 7)
        ? new Credential.None()
        : keys.authenticate(headers.getFirst().substring(7).strip());
  }

  /** The same with the key as the password that a browser asks its user for. */
  private Exchange exchangeWithBrowser(
      Request request, Response response, Callback callback, Map<String, String> path) {
    Optional<String> password = Passwords.of(request.getHeaders());
    return new Exchange(
        request,
        response,
        callback,
        path,
        password.map(keys::authenticate).orElseGet(() -> authenticate(request)),
        budget);
  }

  /** Requests that are being worked on. */
  int running() {
    return MAX_RUNNING - places.availablePermits();
  }

  /** Runs an operation in one of the places, if one is free, and measures it under this name. */
  void run(Exchange exchange, String name, Operation operation) {
    if (!places.tryAcquire()) {
      answer(
          exchange,
          Problem.unavailable(MAX_RUNNING + " requests are being answered already; try again"));
      metrics.request(name, exchange.status(), 0);
      return;
    }
    try {
      measured(exchange, name, operation);
    } finally {
      exchange.done();
      places.release();
    }
  }

  /** Runs an operation that is there for whoever watches, however busy everything else is. */
  void measured(Exchange exchange, String name, Operation operation) {
    long start = System.nanoTime();
    answer(exchange, operation);
    metrics.request(name, exchange.status(), System.nanoTime() - start);
  }

  private void answer(Exchange exchange, Operation operation) {
    try {
      operation.run(exchange);
    } catch (Problem p) {
      if (p.status() == 401) {
        unauthenticated(exchange);
      }
      answer(exchange, p);
    } catch (AuditException e) {
      if (e.kind() == AuditException.Kind.FAILED) {
        tell(e);
      }
      answer(exchange, Problem.of(e));
    } catch (FilesException e) {
      if (e.kind() == FilesException.Kind.FAILED) {
        tell(e);
      }
      answer(exchange, Problem.of(e));
    } catch (Exception e) {
      tell(e);
      answer(
          exchange,
          new Problem(500, "Internal Server Error", "the request failed; see the server's log"));
    }
  }

  /** A client that went away is no fault of ours. */
  private static void tell(Exception failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof PacedOutput.NotTakenException) {
        LOG.log(System.Logger.Level.DEBUG, "an answer was not taken", failure);
        return;
      }
    }
    LOG.log(System.Logger.Level.ERROR, "a request failed", failure);
  }

  private void unauthenticated(Exchange exchange) {
    try {
      switch (exchange.credential()) {
        case Credential.Expired expired -> denials.expiredKey(expired.key());
        default -> denials.invalidKey(exchange.address());
      }
    } catch (AuditException e) {
      LOG.log(System.Logger.Level.ERROR, "a denial could not be recorded", e);
    }
  }

  /**
   * An answer that has begun cannot become a problem: it is broken off, so that nobody takes it for
   * whole.
   */
  private static void answer(Exchange exchange, Problem problem) {
    if (exchange.committed()) {
      exchange.failed(problem);
    } else {
      exchange.problem(problem);
    }
  }

  private final class Route extends Handler.Abstract {
    private final String template;
    private final UriTemplatePathSpec spec;
    private final Map<String, Operation> methods;

    Route(String template, Map<String, Operation> methods) {
      this.template = template;
      this.spec = new UriTemplatePathSpec(template);
      this.methods = methods;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Map<String, String> path = spec.getPathParams(request.getHttpURI().getCanonicalPath());
      Map<String, String> variables = path == null ? Map.of() : path;
      Exchange exchange =
          pages.contains(template)
              ? exchangeWithBrowser(request, response, callback, variables)
              : exchange(request, response, callback, variables);
      if (request.getHttpURI().getPath().contains(";")) {
        exchange.problem(Problem.badRequest("a path has no parameters"));
        return true;
      }
      String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
      Operation operation = methods.get(method);
      if (operation == null) {
        exchange.notAllowed(methods.keySet());
      } else if (unlimited.contains(method + " " + template)) {
        measured(exchange, method + " " + template, operation);
      } else {
        run(exchange, method + " " + template, operation);
      }
      return true;
    }
  }
}
