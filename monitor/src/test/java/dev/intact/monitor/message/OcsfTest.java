package dev.intact.monitor.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.AlertBook;
import dev.intact.monitor.alert.Cause;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.channel.Channels;
import dev.intact.monitor.channel.FileSpec;
import dev.intact.monitor.receive.Samples;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events for a SIEM, against what OCSF asks of their class. */
final class OcsfTest {

  private static Schema schema;

  @TempDir Path directory;

  @BeforeAll
  static void readSchema() throws Exception {
    try (InputStream in =
        Objects.requireNonNull(
            OcsfTest.class.getResourceAsStream("ocsf-1.5.0-detection-finding.schema.json"))) {
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static JsonObject valid(Message message) {
    JsonObject event = Ocsf.event(message).orElseThrow();
    assertThat(schema.validate(Json.text(event), InputFormat.JSON)).isEmpty();
    long activity = Members.integer(event, "activity_id");
    assertThat(Members.integer(event, "type_uid")).isEqualTo(200_400 + activity);
    return event;
  }

  @Test
  void everyStepOfAnAlertIsAFindingThatIsCreatedUpdatedAndClosed() throws Exception {
    Change opened = Samples.openedChange(Samples.TARGET, "/etc/passwd");
    AlertBook book = new AlertBook();
    book.apply(opened);
    Change taken = book.acknowledge(opened.alert().id(), "ada", "looking", Samples.AT);
    JsonObject created = valid(Messages.of("msg-1", opened, "web-1"));
    JsonObject updated = valid(Messages.of("msg-2", taken, "web-1"));
    JsonObject closed = valid(Samples.resolved("/etc/passwd"));
    assertThat(List.of(created, updated, closed))
        .extracting(e -> Members.integer(e, "activity_id") + "/" + Members.integer(e, "status_id"))
        .containsExactly("1/1", "2/2", "3/4");
    assertThat(List.of(created, updated, closed))
        .extracting(e -> Members.string(Members.object(e, "finding_info"), "uid"))
        .containsOnly(opened.alert().id());
    assertThat(Members.integer(created, "severity_id")).isEqualTo(3);
    assertThat(Members.integer(created, "time")).isEqualTo(Samples.AT.toEpochMilli());
  }

  @Test
  void filesAreFilesWhateverTheirNamesAre() {
    JsonObject event = valid(Samples.hostile());
    List<JsonObject> evidences = Members.objects(event, "evidences");
    assertThat(evidences).hasSize(Samples.HOSTILE.size());
    JsonObject file = Members.object(evidences.getFirst(), "file");
    assertThat(file.string("path")).contains("/etc/<script>alert(1)</script>");
    assertThat(file.string("name")).contains("script>");
    assertThat(Members.string(evidences.getFirst(), "name")).isEqualTo("CONTENT_TAMPERED");
  }

  @Test
  void failuresOfOtherKindsAreFindingsWithoutFiles() {
    AlertBook book = new AlertBook();
    Change failed =
        book.failed(
                new Target("trails/orders", "audit", "orders"),
                Cause.MONITOR_FAILED,
                "it hangs",
                Samples.AT)
            .orElseThrow();
    JsonObject event = valid(Messages.of("msg-1", failed, "web-1"));
    assertThat(Members.objects(event, "evidences")).isEmpty();
    assertThat(Members.integer(event, "severity_id")).isEqualTo(5);
  }

  @Test
  void theFileForASiemHasOneEventALine() throws Exception {
    Path file = directory.resolve("ocsf.jsonl");
    var channel =
        new Channels(
                Map.of(),
                InstantSource.fixed(Samples.AT),
                new PrintStream(PrintStream.nullOutputStream()),
                "web-1")
            .open(new FileSpec("siem", file, true));
    channel.send(Samples.hostile());
    channel.send(Samples.resolved("/etc/passwd"));
    for (String line : Files.readAllLines(file)) {
      assertThat(schema.validate(line, InputFormat.JSON)).isEmpty();
      Json.parse(line.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
    }
  }
}
