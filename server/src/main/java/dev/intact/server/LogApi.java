package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.log.Log;
import dev.intact.log.LogStore;
import dev.intact.log.NoSuchLogException;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.TileFormatException;
import dev.intact.tile.TilePath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The logs themselves, for any C2SP client: {@code /logs/<origin>/checkpoint} and {@code
 * /logs/<origin>/tile/…}. Needs a key that may audit the trail; hash tiles say nothing of content,
 * but entry bundles are the records.
 */
final class LogApi extends Handler.Abstract {

  private static final String PREFIX = "/logs/";

  private final LogStore store;
  private final Routes routes;
  private final Denials denials;

  LogApi(LogStore store, Routes routes, Denials denials) {
    this.store = store;
    this.routes = routes;
    this.denials = denials;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = routes.exchange(request, response, callback, Map.of());
    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
      routes.run(exchange, "GET /logs", e -> answer(request, e));
    } else {
      exchange.notAllowed(List.of("GET"));
    }
    return true;
  }

  private void answer(Request request, Exchange e) throws Problem, IOException, AuditException {
    ApiKey key = e.key();
    e.onlyQuery();
    String path = request.getHttpURI().getCanonicalPath();
    if (request.getHttpURI().getPath().contains(";")) {
      throw Problem.badRequest("a path has no parameters");
    }
    String base = PREFIX + store.prefix() + "/";
    int end = path == null || !path.startsWith(base) ? -1 : path.indexOf('/', base.length());
    if (end < 0 || path == null) {
      throw Problem.notFound("there is no such log");
    }
    String name = path.substring(base.length(), end);
    String trail = name.indexOf('~') > 0 ? name.substring(0, name.indexOf('~')) : name;
    boolean allowed =
        key.role() == Role.OPERATOR
            || (key.role().mayAudit() && key.isFor(trail) && !name.startsWith("~"));
    if (!allowed) {
      denials.record(key, name, "read the log");
      throw Problem.forbidden();
    }
    serve(log(name), path.substring(end + 1), e);
  }

  private Log log(String name) throws Problem {
    try {
      return store.log(name);
    } catch (NoSuchLogException e) {
      throw Problem.notFound("there is no such log");
    }
  }

  private static void serve(Log log, String path, Exchange e) throws Problem, IOException {
    if (path.equals("checkpoint")) {
      byte[] checkpoint =
          log.checkpoint()
              .orElseThrow(() -> Problem.notFound("no checkpoint is published yet"))
              .encode();
      e.header("Cache-Control", "no-cache");
      e.bytes(200, "text/plain; charset=utf-8", checkpoint);
      return;
    }
    TilePath tile;
    try {
      tile = TilePath.parse(path);
    } catch (TileFormatException malformed) {
      throw Problem.notFound("not the path of a checkpoint or tile");
    }
    Optional<byte[]> bytes = log.tiles().read(tile);
    if (bytes.isEmpty()) {
      throw Problem.notFound("that tile is not there");
    }
    e.header(
        "Cache-Control",
        tile instanceof EntryBundlePath
            ? "private, immutable"
            : "public, max-age=31536000, immutable");
    e.bytes(200, "application/octet-stream", bytes.get());
  }
}
