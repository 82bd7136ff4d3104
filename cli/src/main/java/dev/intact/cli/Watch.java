package dev.intact.cli;

import dev.intact.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Monitoring, of a data directory or of a server. Methods throw what {@link Failures} can tell; all
 * JSON has the shapes of the REST interface.
 */
interface Watch extends AutoCloseable {

  /** Health, monitors, channels. */
  JsonObject status() throws Exception;

  /** Alerts; also those that are over. */
  List<JsonObject> alerts(boolean all) throws Exception;

  JsonObject acknowledge(String id, String reason) throws Exception;

  JsonObject resolve(String id, String reason) throws Exception;

  List<JsonObject> silences() throws Exception;

  JsonObject silence(String monitors, String reason, Instant until) throws Exception;

  JsonObject endSilence(String id) throws Exception;

  /** A report of a date, or latest, or now. */
  JsonObject report(String date) throws Exception;

  /** Runs a monitor to its end; its last runs. */
  List<JsonObject> run(String monitor) throws Exception;

  /** What became of a test. */
  JsonObject test(String channel) throws Exception;

  @Override
  void close() throws IOException;
}
