package dev.intact.bench;

import dev.intact.server.IntactServer;
import dev.intact.server.ServerConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Lines by the thousand over eight connections, beside the same calls through the library. */
final class AppendRest implements Scenario {

  private static final int CONNECTIONS = 8;
  private static final int LINES = 1_000;
  private static final double WANTED = 50_000;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int CREATED = 201;

  @Override
  public String name() {
    return "append-rest";
  }

  @Override
  public List<Figure> run(Path directory, Scale scale) throws Exception {
    double rest = rest(directory.resolve("server"), scale);
    double library = library(directory.resolve("library"), scale);
    String unit = "records/s";
    return List.of(
        Figure.of("durable append, REST NDJSON, 8 connections", rest, unit)
            .beside(library, "the same calls through the library")
            .must(Target.atLeast(WANTED, rest, unit))
            .with(LINES + " records a request; client and server on the same machine"));
  }

  private static double rest(Path data, Scale scale) throws Exception {
    try (IntactServer server =
        IntactServer.start(ServerConfig.local(data, 0, InstantSource.system()))) {
      String key = Files.readString(data.resolve("admin.key")).strip();
      List<RestClient> clients = new ArrayList<>();
      List<byte[]> bodies = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        byte[] body = SampleRecords.lines(LINES);
        bodies.add(body);
        clients.add(
            new RestClient(URI.create(server.url()), "/v1/trails/bench/records", key, body.length));
      }
      double rate =
          Producers.rate(
              CONNECTIONS,
              scale,
              (producer, round) -> {
                byte[] body = bodies.get(producer);
                SampleRecords.renumber(body, ((long) producer << 40) + round * LINES);
                return post(clients.get(producer), body);
              });
      for (RestClient client : clients) {
        client.close();
      }
      return rate;
    }
  }

  private static long post(RestClient client, byte[] body) throws Exception {
    int status = client.post(body);
    if (status == SERVICE_UNAVAILABLE) {
      Thread.sleep(1);
      return 0;
    }
    if (status != CREATED) {
      throw new IllegalStateException("the server answered " + status);
    }
    return LINES;
  }

  private static double library(Path data, Scale scale) throws Exception {
    try (Store store = Store.open(data)) {
      var trail = store.trail("bench");
      return Producers.rate(
          CONNECTIONS,
          scale,
          (producer, round) -> {
            Store.append(trail, ((long) producer << 40) + round * LINES, LINES);
            return LINES;
          });
    }
  }
}
