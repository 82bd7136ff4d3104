package dev.intact.server;

import dev.intact.audit.AuditException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  private final Map<String, Map<String, Operation>> byTemplate = new LinkedHashMap<>();
  private final KeyRing keys;
  private final Denials denials;
  private final Metrics metrics;

  Routes(KeyRing keys, Denials denials, Metrics metrics) {
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

  /** Every method and template, for the contract. */
  Set<String> all() {
    Set<String> all = new java.util.TreeSet<>();
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

  Optional<ApiKey> authenticate(Request request) {
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return header == null || !header.startsWith("Bearer ")
        ? Optional.empty()
        : keys.authenticate(header.substring("Bearer ".length()).strip());
  }

  /** Runs an operation and measures it under this name. */
  void run(Exchange exchange, String name, Operation operation) {
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
        LOG.log(System.Logger.Level.ERROR, "a request failed", e);
      }
      answer(exchange, Problem.of(e));
    } catch (Exception e) {
      LOG.log(System.Logger.Level.ERROR, "a request failed", e);
      answer(
          exchange,
          new Problem(500, "Internal Server Error", "the request failed; see the server's log"));
    }
  }

  private void unauthenticated(Exchange exchange) {
    try {
      denials.invalidKey(exchange.address());
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
      Exchange exchange =
          new Exchange(
              request, response, callback, path == null ? Map.of() : path, authenticate(request));
      if (request.getHttpURI().getPath().contains(";")) {
        exchange.problem(Problem.badRequest("a path has no parameters"));
        return true;
      }
      Operation operation = methods.get(request.getMethod());
      if (operation == null) {
        exchange.header("Allow", String.join(", ", methods.keySet()));
        exchange.problem(
            new Problem(
                405, "Method Not Allowed", "allowed here: " + String.join(", ", methods.keySet())));
        return true;
      }
      run(exchange, request.getMethod() + " " + template, operation);
      return true;
    }
  }
}
