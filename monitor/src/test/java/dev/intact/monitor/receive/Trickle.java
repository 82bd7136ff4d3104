package dev.intact.monitor.receive;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A receiver that never says nothing and never comes to an end: a byte now and then, in time for
 * whoever waits for each.
 */
public final class Trickle implements AutoCloseable {

  private final ServerSocket server;
  private final byte[] first;
  private final byte[] rest;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch came = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Begins.
   *
   * @param first said once, slowly
   * @param rest said again and again, as slowly; characters up to U+00FF are bytes
   */
  public Trickle(String first, String rest) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    this.first = first.getBytes(StandardCharsets.ISO_8859_1);
    this.rest = rest.getBytes(StandardCharsets.ISO_8859_1);
    this.thread = Thread.ofPlatform().daemon().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Waits until somebody is held. */
  public boolean awaitCaller() throws InterruptedException {
    return came.await(1, TimeUnit.MINUTES);
  }

  private void accept() {
    while (closed.getCount() > 0) {
      try {
        Socket socket = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      came.countDown();
      OutputStream out = socket.getOutputStream();
      slowly(out, first);
      while (closed.getCount() > 0) {
        slowly(out, rest);
      }
    } catch (IOException e) {
      // the client went away, as it should
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void slowly(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
    for (byte one : bytes) {
      out.write(one);
      out.flush();
      if (closed.await(20, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      server.close();
      thread.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
