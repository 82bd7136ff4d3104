package dev.intact.server;

import dev.intact.json.Json;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** One request with its typed parameters, and the ways to answer it. One thread at a time. */
final class Exchange {

  private static final int FIRST_PIECE = 64 << 10;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Map<String, String> path;
  private final Credential credential;
  private final BodyBudget budget;
  private long charged;

  Exchange(
      Request request,
      Response response,
      Callback callback,
      Map<String, String> path,
      Credential credential,
      BodyBudget budget) {
    this.budget = budget;
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.path = path;
    this.credential = credential;
  }

  String path(String name) throws Problem {
    String value = path.get(name);
    if (value == null || !value.matches("[A-Za-z0-9._:~-]{1,128}")) {
      throw Problem.badRequest("the path's " + name + " has 1 to 128 of A-Z a-z 0-9 . _ : ~ -");
    }
    return value;
  }

  /** Where the request came from, without the port. */
  String address() {
    return Request.getRemoteAddr(request);
  }

  int status() {
    return response.getStatus();
  }

  ApiKey key() throws Problem {
    return switch (credential) {
      case Credential.Valid valid -> valid.key();
      case Credential.Expired expired -> throw Problem.unauthorized("this key has expired");
      case Credential.None none ->
          throw Problem.unauthorized("send Authorization: Bearer with an API key that is valid");
    };
  }

  Credential credential() {
    return credential;
  }

  String actor() throws Problem {
    return "key:" + key().id();
  }

  /** The type of the body, without its parameters; a character set other than UTF-8 is refused. */
  String contentType() throws Problem {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null) {
      return "";
    }
    String charset = MimeTypes.getCharsetFromContentType(type);
    if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
      throw new Problem(415, "Unsupported Media Type", "Content-Type: JSON is in UTF-8");
    }
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Refuses a body of any other type. */
  void requireContent(String... types) throws Problem {
    if (!List.of(types).contains(contentType())) {
      throw new Problem(
          415, "Unsupported Media Type", "Content-Type: send " + String.join(" or ", types));
    }
  }

  /** Whether the client names this type among those that it takes. */
  boolean accepts(String type) {
    return request.getHeaders().getCSV(HttpHeader.ACCEPT, false).stream()
        .anyMatch(a -> a.split(";", 2)[0].strip().equalsIgnoreCase(type));
  }

  Optional<String> query(String name) throws Problem {
    Fields.Field field = fields().get(name);
    if (field == null || field.getValues().isEmpty()) {
      return Optional.empty();
    }
    if (field.getValues().size() > 1) {
      throw Problem.badRequest("the parameter " + name + " stands twice");
    }
    return Optional.of(field.getValue());
  }

  /**
   * Refuses what the operation does not know, so that a mistyped bound is never silently no bound.
   */
  void onlyQuery(String... names) throws Problem {
    for (String name : fields().getNames()) {
      if (!List.of(names).contains(name)) {
        throw Problem.badRequest(
            "there is no parameter " + name.replaceAll("[^A-Za-z0-9_-]", "?") + " here");
      }
    }
  }

  private Fields fields() throws Problem {
    try {
      return Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw Problem.badRequest("the query is malformed");
    }
  }

  Optional<Instant> date(String name) throws Problem {
    Optional<String> text = query(name);
    Optional<Instant> time = text.flatMap(RecordTime::parseBound);
    if (text.isPresent() && time.isEmpty()) {
      throw Problem.badRequest(
          name
              + " is a date that exists, as 2026-03-01, or an RFC 3339 time with an offset and at"
              + " most microseconds, as 2026-03-01T12:00:00Z");
    }
    return time;
  }

  int integer(String name, int absent, int min, int max) throws Problem {
    Optional<String> text = query(name);
    if (text.isEmpty()) {
      return absent;
    }
    if (!text.get().matches("[0-9]{1,9}")) {
      throw Problem.badRequest(name + " is a number from " + min + " to " + max);
    }
    int value = Integer.parseInt(text.get());
    if (value < min || value > max) {
      throw Problem.badRequest(name + " is a number from " + min + " to " + max);
    }
    return value;
  }

  /** The body as it comes in, for those who do not keep it. */
  RequestBody body() throws Problem {
    return RequestBody.of(request);
  }

  /** The whole body, at most so many bytes; charged to the memory for bodies until the answer. */
  byte[] body(int max) throws IOException, Problem {
    long stated = request.getLength();
    if (stated > max) {
      throw tooLarge(max);
    }
    byte[] bytes = new byte[(int) Math.clamp(stated, 0, FIRST_PIECE)];
    int length = 0;
    RequestBody in = body();
    charge(bytes.length);
    while (true) {
      if (length == bytes.length) {
        int next = in.read();
        if (next < 0) {
          return bytes;
        }
        if (length == max) {
          throw tooLarge(max);
        }
        int larger = Math.min(max, Math.max(FIRST_PIECE, length * 2));
        charge(larger - length);
        bytes = Arrays.copyOf(bytes, larger);
        bytes[length++] = (byte) next;
      }
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        return Arrays.copyOf(bytes, length);
      }
      length += count;
    }
  }

  private void charge(int count) throws Problem {
    budget.charge(count);
    charged += count;
  }

  private static Problem tooLarge(int max) {
    return new Problem(413, "Content Too Large", "at most " + max + " bytes are taken at once");
  }

  /** The answer is given: the body is not held any longer. */
  void done() {
    budget.giveBack(charged);
    charged = 0;
  }

  void json(int status, JsonValue value) {
    bytes(status, "application/json", Json.canonical(value));
  }

  void bytes(int status, String type, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  void header(String name, String value) {
    response.getHeaders().put(name, value);
  }

  void problem(Problem problem) {
    if (problem.status() == 503) {
      header("Retry-After", "1");
    }
    boolean known = credential instanceof Credential.Valid;
    boolean drained = known ? RequestBody.rest(request).drain() : request.consumeAvailable();
    if (!drained) {
      // The rest of the body is not waited for; the client must know before it sends the next.
      header("Connection", "close");
    }
    if (problem.status() == 401 && !response.getHeaders().contains(HttpHeader.WWW_AUTHENTICATE)) {
      header("WWW-Authenticate", "Bearer");
    }
    bytes(problem.status(), "application/problem+json", problem.body());
  }

  /**
   * A stream for a long answer. Closing it says that the answer is whole: whoever fails leaves it
   * open.
   */
  OutputStream stream(String type) {
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
      // Also where the connection ends with the answer: the end of chunks is the end of a whole
      // one.
      response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
    }
    return new PacedOutput(Content.Sink.asOutputStream(response));
  }

  /** Says which methods there are. */
  void notAllowed(Collection<String> methods) {
    List<String> allowed = new ArrayList<>(methods);
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    String names = String.join(", ", allowed);
    header("Allow", names);
    problem(new Problem(405, "Method Not Allowed", "allowed here: " + names));
  }

  void succeeded() {
    callback.succeeded();
  }

  boolean committed() {
    return response.isCommitted();
  }

  void failed(Throwable cause) {
    callback.failed(cause);
  }
}
