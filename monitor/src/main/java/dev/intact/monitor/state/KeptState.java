package dev.intact.monitor.state;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.deliver.Outbox;
import dev.intact.monitor.deliver.Pending;
import dev.intact.record.RecordTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A state as lines of JSON, so that a start need not read every act there ever was. It is a view:
 * whoever reads it holds it against the digest that the log has of it.
 */
public final class KeptState {

  private static final long FORMAT = 1;

  private KeptState() {}

  /**
   * Writes a state down.
   *
   * @param state as the acts below {@code next} have made it
   * @param next the index of the first act that is not in it
   * @return canonical JSON objects, each with a line end
   */
  public static byte[] write(MonitorState state, long next) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, JsonObject.builder().put("format", FORMAT).put("next", next).build());
    state.configuration().ifPresent(c -> line(out, wrapped("configuration", c)));
    state.firstAt().ifPresent(t -> line(out, wrapped("first_at", RecordTime.format(t))));
    state.book().begun().forEach(a -> line(out, wrapped("alert", a.toJson())));
    state.book().resolved().forEach(a -> line(out, wrapped("alert", a.toJson())));
    state.book().set().forEach(s -> line(out, wrapped("silence", s.toJson())));
    state.runs().forEach(r -> line(out, wrapped("run", r.toJson())));
    state.outbox().pending().forEach(p -> line(out, wrapped("message", message(p))));
    state.reports().forEach(r -> line(out, wrapped("report", r.toJson())));
    state.lost().forEach(l -> line(out, wrapped("given_up", l.toJson())));
    state.tallies().toJson().forEach(t -> line(out, wrapped("tally", t)));
    return out.toByteArray();
  }

  private static JsonObject wrapped(String name, JsonObject value) {
    return JsonObject.builder().put(name, value).build();
  }

  private static JsonObject wrapped(String name, String value) {
    return JsonObject.builder().put(name, value).build();
  }

  /** How often it was tried, and when it is tried next, is known to the process alone. */
  private static JsonObject message(Pending pending) {
    return JsonObject.builder()
        .put("id", pending.id())
        .put("channel", pending.channel())
        .put("about", pending.key())
        .put("index", pending.index())
        .put("at", RecordTime.format(pending.since()))
        .build();
  }

  private static void line(ByteArrayOutputStream out, JsonObject json) {
    out.writeBytes(Json.text(json).getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /**
   * Builds a state again.
   *
   * @param bytes what {@link #write} gave
   * @param next the index that was written with it
   * @param outbox takes the messages that wait
   * @return the state that was written
   * @throws IOException if it is none, or of another version
   */
  public static MonitorState read(byte[] bytes, long next, Outbox outbox) throws IOException {
    MonitorState state = new MonitorState(outbox);
    int from = 0;
    int number = 0;
    try {
      while (from < bytes.length) {
        int to = from;
        while (to < bytes.length && bytes[to] != '\n') {
          to++;
        }
        number++;
        JsonValue value = Json.parse(Arrays.copyOfRange(bytes, from, to), JsonLimits.STRICT);
        if (!(value instanceof JsonObject line)) {
          throw new IllegalArgumentException("no object");
        }
        if (number == 1) {
          head(line, next);
        } else {
          state.restore(line);
        }
        from = to + 1;
      }
      return state;
    } catch (JsonException | IllegalArgumentException e) {
      throw new IOException("line " + number + " of a kept state: " + e.getMessage(), e);
    }
  }

  private static void head(JsonObject line, long next) {
    if (Members.integer(line, "format") != FORMAT || Members.integer(line, "next") != next) {
      throw new IllegalArgumentException("another version, or the state at another act");
    }
  }
}
