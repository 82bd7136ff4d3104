package dev.intact.monitor.receive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A receiver of HTTP on a socket of its own that answers as a test says, also as no server should.
 * A request counts as received before it is answered.
 */
public final class HttpReceiver implements AutoCloseable {

  /** One that came. */
  public record Request(String method, String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** What is done with one. */
  public interface Reply {
    void to(Socket socket) throws IOException;
  }

  private final ServerSocket server;
  private final String scheme;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Request> requests = new ArrayList<>();
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final Thread thread;

  private HttpReceiver(ServerSocket server, String scheme, List<Reply> replies) {
    this.server = server;
    this.scheme = scheme;
    this.replies.addAll(replies);
    this.thread = Thread.ofPlatform().daemon().start(this::accept);
  }

  /** With these answers one after the other, the last of them for all that come behind. */
  public static HttpReceiver of(Reply... replies) throws IOException {
    return new HttpReceiver(
        new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), "http", List.of(replies));
  }

  public static HttpReceiver tls(SSLContext identity, Reply... replies) throws IOException {
    return new HttpReceiver(
        identity
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
        "https",
        List.of(replies));
  }

  /** Headers are {@code "Name: value"}. */
  public static Reply status(int status, String... headers) {
    return body(status, "", headers);
  }

  public static Reply body(int status, String body, String... headers) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return socket -> {
      socket.getOutputStream().write(head(status, bytes.length, headers));
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    };
  }

  /** Never answers. */
  public static Reply stalls() {
    return HttpReceiver::untilClosed;
  }

  /** Promises a body, begins it, and goes no further. */
  public static Reply stallsInBody(int status) {
    return socket -> {
      socket.getOutputStream().write(head(status, 1_000));
      socket.getOutputStream().write("begun".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      untilClosed(socket);
    };
  }

  /** Drops the connection with a reset. */
  public static Reply resets() {
    return socket -> {
      socket.setSoLinger(true, 0);
      socket.close();
    };
  }

  /** Says what no HTTP server says. */
  public static Reply raw(String text) {
    return socket -> {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.close();
    };
  }

  private static byte[] head(int status, int length, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void untilClosed(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // nothing more is expected
    }
  }

  /** An address here. */
  public String url(String path) {
    return scheme + "://127.0.0.1:" + server.getLocalPort() + path;
  }

  public int port() {
    return server.getLocalPort();
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  public synchronized Request last() {
    return requests.getLast();
  }

  /** From now on these answers. */
  public synchronized void answer(Reply... next) {
    replies.clear();
    replies.addAll(List.of(next));
  }

  /** Waits until so many came. */
  public synchronized void awaitRequests(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (requests.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new IllegalStateException(requests.size() + " requests came, not " + count);
      }
      wait(left);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        // closed, or a client that gave up at once
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      Optional<Request> request = read(in);
      while (request.isPresent()) {
        Reply reply;
        synchronized (this) {
          requests.add(request.get());
          reply = replies.size() > 1 ? replies.removeFirst() : replies.getFirst();
          notifyAll();
        }
        reply.to(socket);
        request = socket.isClosed() ? Optional.empty() : read(in);
      }
    } catch (IOException e) {
      // the client went away, which tests do on purpose
    } finally {
      open.remove(socket);
    }
  }

  private static Optional<Request> read(InputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return Optional.empty();
    }
    String[] first = line.split(" ", -1);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the body ends early");
    }
    return Optional.of(
        new Request(first[0], first[1], headers, new String(body, StandardCharsets.UTF_8)));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
