package dev.intact.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP byte by byte, for requests that no client library would send. */
final class RawHttp {

  private static final int TIMEOUT_MILLIS = 60_000;

  private final URI url;
  private final String key;

  RawHttp(TestServer server) {
    this.url = URI.create(server.server.url());
    this.key = server.operator;
  }

  /** An answer; one without a status line has status 0. */
  record Answer(int status, Map<String, String> headers, String body) {
    String type() {
      return headers.getOrDefault("content-type", "");
    }
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** Head of a request with the operator's key; ends behind the last field. */
  String head(String requestLine, String... fields) {
    StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: x\r\n");
    head.append("Authorization: Bearer ").append(key).append("\r\nConnection: close\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** A whole request with a body of its length. */
  byte[] request(String requestLine, byte[] body, String... fields) {
    String[] all = java.util.Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = "Content-Length: " + body.length;
    return join(bytes(head(requestLine, all)), body);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Sends, says that nothing more comes, and reads to the end. */
  Answer send(byte[] request) throws IOException {
    try (Socket socket = connect()) {
      try {
        socket.getOutputStream().write(request);
        socket.shutdownOutput();
      } catch (SocketException refusedEarly) {
        // The answer may be there nevertheless.
      }
      return read(socket.getInputStream());
    }
  }

  static Answer read(InputStream in) throws IOException {
    return read(in, "");
  }

  /** Reads to the end; so much of it was read already. */
  static Answer read(InputStream in, String before) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(before));
    try {
      in.transferTo(all);
    } catch (SocketException reset) {
      // What came before the reset is looked at.
    }
    return parse(all.toString(StandardCharsets.ISO_8859_1));
  }

  private static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (!text.startsWith("HTTP/1.1 ") || end < 0) {
      return new Answer(0, Map.of(), text);
    }
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    String body = text.substring(end + 4);
    if (headers.containsKey("transfer-encoding")) {
      body = unchunked(body);
    }
    return new Answer(Integer.parseInt(lines[0].substring(9, 12)), headers, body);
  }

  private static String unchunked(String body) {
    StringBuilder whole = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int line = body.indexOf("\r\n", at);
      int size = line < 0 ? 0 : Integer.parseInt(body.substring(at, line), 16);
      if (line < 0 || line + 4 + size > body.length()) {
        break;
      }
      whole.append(body, line + 2, line + 2 + size);
      at = line + 4 + size;
      if (size == 0) {
        return whole.toString();
      }
    }
    return whole + "<broken off>";
  }
}
