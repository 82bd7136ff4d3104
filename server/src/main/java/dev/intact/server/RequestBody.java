package dev.intact.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The bytes of a request's body as they come in; what is wrong with them is a problem. */
final class RequestBody {

  private static final int PIECE = 64 << 10;
  private static final long MAX_DRAINED = 32L << 20;
  private static final long MAX_DRAIN_NANOS = 5_000_000_000L;

  private final InputStream in;
  private final Pace pace = new Pace();
  private final byte[] piece = new byte[PIECE];
  private int at;
  private int end;

  private RequestBody(InputStream in) {
    this.in = in;
  }

  static RequestBody of(Request request) throws Problem {
    HttpField encoding = request.getHeaders().getField(HttpHeader.CONTENT_ENCODING);
    if (encoding != null && !encoding.getValue().equalsIgnoreCase("identity")) {
      throw new Problem(
          415,
          "Unsupported Media Type",
          "Content-Encoding: a body is taken as it is, not compressed or encoded");
    }
    return rest(request);
  }

  /** What was not read yet, of any coding. */
  static RequestBody rest(Request request) {
    return new RequestBody(Content.Source.asInputStream(request));
  }

  /** Up to so many bytes; -1 at the end. */
  int read(byte[] target, int offset, int length) throws IOException, Problem {
    if (at == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(piece, at, target, offset, count);
    at += count;
    return count;
  }

  /** The next byte; -1 at the end. */
  int read() throws IOException, Problem {
    return at == end && !fill() ? -1 : piece[at++] & 0xff;
  }

  private boolean fill() throws IOException, Problem {
    long start = System.nanoTime();
    int count;
    try {
      count = in.read(piece);
    } catch (IOException | RuntimeException e) {
      throw problem(e);
    }
    at = 0;
    end = Math.max(0, count);
    if (!pace.add(System.nanoTime() - start, end)) {
      throw new Problem(408, "Request Timeout", "the body comes too slowly, under 1 KiB a second");
    }
    return count > 0;
  }

  /** What the sender did wrong is a problem; the rest goes on as it is. */
  private static Problem problem(Exception failure) throws IOException {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      switch (t) {
        case HttpException http when http.getCode() < 500 -> {
          return new Problem(
              http.getCode(), "Bad Request", "the body ends early, or is not framed as HTTP says");
        }
        case TimeoutException timeout -> {
          return new Problem(408, "Request Timeout", "the body did not come to its end in time");
        }
        case EOFException early -> {
          return Problem.badRequest("the body ends before its end");
        }
        default -> {}
      }
    }
    throw failure instanceof IOException io ? io : new IOException(failure);
  }

  /**
   * Takes what is still coming and forgets it, so that the sender hears the answer instead of a
   * reset.
   *
   * @return whether it came to its end, within 32 MiB and five seconds of waiting
   */
  boolean drain() {
    long start = System.nanoTime();
    long length = 0;
    try {
      while (length < MAX_DRAINED && System.nanoTime() - start < MAX_DRAIN_NANOS) {
        int count = in.read(piece);
        if (count < 0) {
          return true;
        }
        length += count;
      }
    } catch (IOException | RuntimeException broken) {
      return false; // whatever it is, this connection has no next request
    }
    return false;
  }
}
