package dev.intact.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A receiver of webhooks on this machine that notes when what arrives. */
final class Hook implements AutoCloseable {

  private static final long DEADLINE = TimeUnit.MINUTES.toNanos(5);

  /**
   * A message.
   *
   * @param at when all of it was here, by {@link System#nanoTime}
   * @param body as it came
   */
  record Arrival(long at, String body) {

    /** Whether it tells that an alert did this. */
    boolean is(String change) {
      return body.contains("\"type\":\"dev.intact.alert_" + change + ".v1\"");
    }
  }

  private final HttpServer server;
  private final List<Arrival> arrivals = new ArrayList<>(); // guarded by this

  Hook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      long at = System.nanoTime();
      exchange.sendResponseHeaders(204, -1);
      synchronized (this) {
        arrivals.add(new Arrival(at, new String(body, StandardCharsets.UTF_8)));
        notifyAll();
      }
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  synchronized List<Arrival> all() {
    return List.copyOf(arrivals);
  }

  /** The first behind so many that tells of this change with this text in it. */
  synchronized Arrival await(int behind, String change, String text) throws InterruptedException {
    long until = System.nanoTime() + DEADLINE;
    int at = behind;
    while (true) {
      for (; at < arrivals.size(); at++) {
        Arrival one = arrivals.get(at);
        if (one.is(change) && one.body().contains(text)) {
          return one;
        }
      }
      long left = until - System.nanoTime();
      if (left <= 0) {
        throw new IllegalStateException(
            "no message that " + text + " was " + change + "; there came " + arrivals);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
