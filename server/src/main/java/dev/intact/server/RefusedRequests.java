package dev.intact.server;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what reaches no operation: malformed HTTP, paths that are nowhere, and whatever escapes.
 * The wording is ours throughout; the text of an exception is never in it.
 */
final class RefusedRequests implements Request.Handler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Problem problem = problem(status(request), request);
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    if (problem.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    response.write(true, ByteBuffer.wrap(problem.body()), callback);
    return true;
  }

  private static int status(Request request) {
    Object status = request.getAttribute(ErrorHandler.ERROR_STATUS);
    return status instanceof Integer code && code >= 400 ? code : 500;
  }

  private static Problem problem(int status, Request request) {
    String detail =
        switch (status) {
          case 400 -> "the request is not valid HTTP, or its path is ambiguous: " + words(request);
          case 404 -> "there is nothing at this path";
          case 408 -> "the request did not come to its end in time";
          case 413 -> "the body is too large";
          case 414 -> "the request line has more than 8 KiB";
          case 417 -> "Expect: only 100-continue is known";
          case 431 -> "the header has more than 8 KiB";
          case 501 -> "Transfer-Encoding: only chunked is known";
          case 503 -> "the service is stopping or full; try again";
          case 505 -> "HTTP/1.1 is spoken here";
          default -> "the request was refused";
        };
    String title = HttpStatus.getMessage(status);
    return new Problem(status, title, detail);
  }

  /** Jetty's own short name of the fault, such as "Ambiguous URI path separator". */
  private static String words(Request request) {
    Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
    return message instanceof String text && text.matches("[A-Za-z -]{1,60}")
        ? text
        : "see RFC 9112";
  }
}
