package dev.intact.log.fsck;

import dev.intact.tile.EntryBundle;
import dev.intact.tile.TilePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A C2SP log behind an http(s) URL, anybody's. Thread-safe; every read is one request. */
public final class HttpSource extends TileFiles {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client;
  private final String base;
  private final Optional<String> bearer;

  /**
   * The log of a URL.
   *
   * @param client should not follow redirects, so that the key goes nowhere else
   * @param url what stands before {@code /checkpoint} and {@code /tile/}
   * @param bearer an API key to send, if the log asks for one
   */
  public HttpSource(HttpClient client, URI url, Optional<String> bearer) {
    this.client = client;
    this.base = url.toString().replaceAll("/+$", "") + "/";
    this.bearer = bearer;
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    Optional<byte[]> bytes = get("checkpoint", MAX_CHECKPOINT);
    if (bytes.isEmpty()) {
      throw new NoSuchFileException(base + "checkpoint: the server has no log there");
    }
    return bytes;
  }

  @Override
  Optional<byte[]> file(String path) throws IOException {
    return get(path, EntryBundle.MAX_BYTES);
  }

  /** A server need keep a partial only until the tile is full. */
  @Override
  List<TilePath> wider(TilePath path) {
    return List.of(path.full());
  }

  private Optional<byte[]> get(String path, int max) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
    bearer.ifPresent(key -> request.header("Authorization", "Bearer " + key));
    HttpResponse<InputStream> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + base + path);
    } catch (IOException e) {
      throw new IOException(base + path + " cannot be read: " + reason(e), e);
    }
    try (InputStream body = response.body()) {
      return switch (response.statusCode()) {
        case 200 -> Optional.of(bounded(body, max, path));
        case 404, 410 -> Optional.empty();
        default ->
            throw new IOException(base + path + " answers with status " + response.statusCode());
      };
    }
  }

  private byte[] bounded(InputStream body, int max, String path) throws IOException {
    byte[] bytes = body.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new IOException(base + path + " has more than " + max + " bytes");
    }
    return bytes;
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
