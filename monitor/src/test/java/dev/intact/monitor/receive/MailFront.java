package dev.intact.monitor.receive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Stands before a mail server that knows no STARTTLS, as the TLS of a mail server, or as somebody
 * in the middle. It refuses receivers whose names begin with {@code nobody} for good, and those
 * with {@code later} for now.
 */
public final class MailFront implements AutoCloseable {

  /** What it is. */
  public enum Mode {
    /** TLS from the beginning. */
    TLS,
    /** STARTTLS, and nothing before it. */
    STARTTLS,
    /** Somebody who keeps STARTTLS from being offered and listens. */
    STRIPPED,
    /** Never says a word. */
    MUTE
  }

  private record Line(BufferedReader in, OutputStream out) {
    static Line of(Socket socket) throws IOException {
      return new Line(
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)),
          socket.getOutputStream());
    }

    String read() throws IOException {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("closed");
      }
      return line;
    }

    void write(String line) throws IOException {
      out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** All lines of a reply. */
    List<String> reply() throws IOException {
      List<String> reply = new ArrayList<>();
      do {
        reply.add(read());
      } while (reply.getLast().length() > 3 && reply.getLast().charAt(3) == '-');
      return reply;
    }
  }

  private final ServerSocket server;
  private final int backend;
  private final SSLContext identity;
  private final Mode mode;
  private final List<String> clear = new ArrayList<>();
  private final List<Socket> open = new ArrayList<>();

  public MailFront(int backend, SSLContext identity, Mode mode) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    this.backend = backend;
    this.identity = identity;
    this.mode = mode;
    Thread.ofPlatform().daemon().start(this::accept);
  }

  /** Whether it never says a word. */
  public boolean isMute() {
    return mode == Mode.MUTE;
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What clients said that anybody on the way can read. */
  public synchronized List<String> clear() {
    return List.copyOf(clear);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        synchronized (this) {
          open.add(socket);
        }
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket there = new Socket(InetAddress.getByName("127.0.0.1"), backend)) {
      Line back = Line.of(there);
      switch (mode) {
        case MUTE -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
        case TLS -> relay(Line.of(secured(client)), back, true);
        case STRIPPED -> relay(Line.of(client), back, true);
        case STARTTLS -> {
          Line front = Line.of(client);
          front.write(back.read());
          beforeTls(front, back);
          relay(Line.of(secured(client)), back, false);
        }
      }
    } catch (IOException e) {
      // the client went away
    }
  }

  private Socket secured(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            identity.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private synchronized void overheard(String line) {
    clear.add(line);
  }

  private void beforeTls(Line front, Line back) throws IOException {
    while (true) {
      String line = front.read();
      overheard(line);
      if (line.startsWith("EHLO")) {
        back.write(line);
        List<String> reply = back.reply();
        front.write("250-" + reply.getFirst().substring(4));
        front.write("250 STARTTLS");
      } else if (line.equals("STARTTLS")) {
        front.write("220 go ahead");
        return;
      } else {
        front.write("530 5.7.0 Must issue a STARTTLS command first");
      }
    }
  }

  private void relay(Line front, Line back, boolean greets) throws IOException {
    if (greets) {
      front.write(back.read());
    }
    while (true) {
      String line = front.read();
      if (mode == Mode.STRIPPED) {
        overheard(line);
      }
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("rcpt to:<nobody")) {
        front.write("550 5.1.1 no such user");
        continue;
      }
      if (lower.startsWith("rcpt to:<later")) {
        front.write("451 4.7.1 greylisted");
        continue;
      }
      back.write(line);
      List<String> reply = back.reply();
      for (String one : reply) {
        front.write(one);
      }
      if (lower.equals("data") && reply.getLast().startsWith("354")) {
        content(front, back);
      }
    }
  }

  private static void content(Line front, Line back) throws IOException {
    String line;
    do {
      line = front.read();
      back.write(line);
    } while (!line.equals("."));
    for (String one : back.reply()) {
      front.write(one);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      synchronized (this) {
        for (Socket socket : open) {
          socket.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
