package dev.intact.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept-alive connection that posts lines: as little client as possible on the same machine. */
final class RestClient implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final byte[] head;
  private final byte[] skip = new byte[BUFFER];

  RestClient(URI server, String path, String key, int bodyLength) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: "
                + server.getHost()
                + "\r\nAuthorization: Bearer "
                + key
                + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: "
                + bodyLength
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Posts and waits for the whole answer; its status. */
  int post(byte[] body) throws IOException {
    out.write(head);
    out.write(body);
    out.flush();
    String status = line();
    long length = -1;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    if (chunked) {
      skipChunks();
    } else {
      skip(length);
    }
    return Integer.parseInt(status.split(" ", -1)[1]);
  }

  private void skipChunks() throws IOException {
    while (true) {
      int size = Integer.parseInt(line().strip(), 16);
      skip(size);
      line();
      if (size == 0) {
        return;
      }
    }
  }

  private void skip(long bytes) throws IOException {
    long left = bytes;
    while (left > 0) {
      int read = in.read(skip, 0, (int) Math.min(left, skip.length));
      if (read < 0) {
        throw new IOException("the server closed the connection within an answer");
      }
      left -= read;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
