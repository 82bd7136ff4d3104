package dev.intact.monitor.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.AlertBook;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Messages;
import dev.intact.monitor.receive.HttpReceiver;
import dev.intact.monitor.receive.Samples;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each channel makes of a message, hostile names included. */
final class FormsTest {

  @TempDir Path directory;
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  private Channel open(ChannelSpec spec, String base) throws Exception {
    return new Channels(
            Map.of("URL", base, "KEY", "R0UTINGKEY0123456789012345678901"),
            InstantSource.fixed(Samples.AT),
            new PrintStream(console, true, StandardCharsets.UTF_8),
            "web-1")
        .open(spec);
  }

  private static JsonObject json(String text) throws Exception {
    return (JsonObject) Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
  }

  private JsonObject posted(ChannelSpec spec, HttpReceiver receiver, Message message)
      throws Exception {
    Channel channel = open(spec, receiver.url("/hook"));
    assertThat(channel.send(message)).isInstanceOf(Outcome.Delivered.class);
    channel.close();
    return json(receiver.last().body());
  }

  /** As Slack shows it: these three and no other. */
  private static String shown(String text) {
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  @Test
  void slackShowsEveryNameAsItIs() throws Exception {
    String name = "/etc/*b* _i_ ~s~ `c` ```d``` <x|y> &amp; @channel <!here> #general :bomb:";
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.body(200, "ok"))) {
      SlackSpec spec = new SlackSpec("s", new Secret.OfEnvironment("URL"), HttpOptions.DEFAULT);
      Message message =
          Messages.of(
              "msg-1", Samples.openedChange(new Target(name, "files", name), name), "web-1");
      JsonObject payload = posted(spec, receiver, message);
      assertThat(payload.get("mrkdwn")).contains(new JsonBoolean(false));
      assertThat(shown(payload.string("text").orElseThrow())).isEqualTo(message.title());
      List<JsonObject> blocks = Members.objects(payload, "blocks");
      String header = Members.string(Members.object(blocks.getFirst(), "text"), "text");
      assertThat(header).hasSizeLessThanOrEqualTo(150);
      assertThat(message.title()).startsWith(shown(header).replace("…", ""));
      assertThat(shown(Members.string(Members.object(blocks.get(1), "text"), "text")))
          .isEqualTo(String.join("\n", message.lines()))
          .contains(name);
      assertThat(receiver.last().body()).doesNotContain("<", "\"mrkdwn\":true", ":\"mrkdwn\"");
    }
  }

  @Test
  void slackGetsBlocksInWhichNoNameIsALinkOrAMention() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.body(200, "ok"))) {
      SlackSpec spec = new SlackSpec("s", new Secret.OfEnvironment("URL"), HttpOptions.DEFAULT);
      JsonObject payload = posted(spec, receiver, Samples.hostile());
      assertThat(payload.string("text").orElseThrow())
          .isEqualTo("[intact] CRITICAL web-1 etc: 9 violations: 9 CONTENT_TAMPERED");
      List<JsonObject> blocks = Members.objects(payload, "blocks");
      assertThat(blocks).hasSizeBetween(2, 50);
      StringBuilder shown = new StringBuilder();
      for (JsonObject block : blocks) {
        JsonObject text = block.object("text").orElseThrow();
        assertThat(text.string("type")).contains("plain_text");
        assertThat(text.get("emoji")).contains(new JsonBoolean(false));
        assertThat(text.string("text").orElseThrow()).hasSizeLessThanOrEqualTo(3_000);
        shown.append(text.string("text").orElseThrow());
      }
      assertThat(shown.toString())
          .contains("&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp;amp;")
          .doesNotContain("<", ">")
          .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\u202e\\u2028]");
    }
  }

  @Test
  void slackTakesTheLongestMessageThatThereCanBe() throws Exception {
    String[] paths = new String[5_000];
    java.util.Arrays.setAll(paths, i -> "/" + "&".repeat(150) + i);
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.body(200, "ok"))) {
      SlackSpec spec = new SlackSpec("s", new Secret.OfEnvironment("URL"), HttpOptions.DEFAULT);
      JsonObject payload = posted(spec, receiver, Samples.opened(paths));
      long total = 0;
      for (JsonObject block : Members.objects(payload, "blocks")) {
        String text = block.object("text").orElseThrow().string("text").orElseThrow();
        assertThat(text).hasSizeLessThanOrEqualTo(3_000);
        assertThat(text.replaceAll("&(amp|lt|gt);", "")).doesNotContain("&");
        total += text.length();
      }
      assertThat(total).isLessThan(13_000);
    }
  }

  @Test
  void pagerDutyTriggersAcknowledgesAndResolvesOneIncident() throws Exception {
    try (HttpReceiver receiver =
        HttpReceiver.of(HttpReceiver.body(202, "{\"status\":\"success\"}"))) {
      PagerDutySpec spec =
          new PagerDutySpec(
              "p",
              new Secret.OfEnvironment("KEY"),
              receiver.url("/v2/enqueue"),
              HttpOptions.DEFAULT);
      Change opened = Samples.openedChange(Samples.TARGET, "/etc/passwd");
      AlertBook book = new AlertBook();
      book.apply(opened);
      Change taken = book.acknowledge(opened.alert().id(), "ada", "looking", Samples.AT);
      JsonObject trigger = posted(spec, receiver, Messages.of("msg-1", opened, "web-1"));
      JsonObject acknowledge = posted(spec, receiver, Messages.of("msg-2", taken, "web-1"));
      JsonObject resolve = posted(spec, receiver, Samples.resolved("/etc/passwd"));
      assertThat(List.of(trigger, acknowledge, resolve))
          .extracting(e -> e.string("event_action").orElseThrow())
          .containsExactly("trigger", "acknowledge", "resolve");
      assertThat(List.of(trigger, acknowledge, resolve))
          .extracting(e -> e.string("dedup_key").orElseThrow())
          .containsOnly(opened.alert().id());
      assertThat(trigger.string("routing_key")).contains("R0UTINGKEY0123456789012345678901");
      JsonObject payload = trigger.object("payload").orElseThrow();
      assertThat(payload.string("summary").orElseThrow()).hasSizeLessThanOrEqualTo(1_024);
      assertThat(payload.string("source")).contains("web-1");
      assertThat(payload.string("severity")).contains("warning");
      assertThat(payload.string("timestamp")).contains("2026-03-02T12:00:00Z");
      assertThat(payload.string("component")).contains("etc");
      assertThat(payload.string("group")).contains("files");
      assertThat(payload.string("class")).contains("violations");
      assertThat(receiver.requests()).hasSize(3);
      String[] paths = new String[5_000];
      java.util.Arrays.setAll(paths, i -> "/" + "\u0001".repeat(200) + i);
      posted(spec, receiver, Samples.opened(paths));
      assertThat(receiver.last().body()).hasSizeLessThan(512 * 1_024);
    }
  }

  @Test
  void aTestOfPagerDutyLeavesNoIncidentOpen() throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.body(202, "{}"))) {
      Channel channel =
          open(
              new PagerDutySpec(
                  "p", new Secret.OfEnvironment("KEY"), receiver.url("/"), HttpOptions.DEFAULT),
              "");
      channel.send(Messages.test("msg-9", "p", Samples.AT, "web-1", "ada"));
      assertThat(receiver.requests())
          .extracting(r -> json(r.body()).string("event_action").orElseThrow())
          .containsExactly("trigger", "resolve");
      channel.close();
    }
  }

  @Test
  void theFileHasOneLineOfJsonForEachMessageWhateverNamesSay() throws Exception {
    Path file = directory.resolve("alerts.jsonl");
    Channel channel = open(new FileSpec("f", file, false), "");
    channel.send(Samples.opened("/etc/passwd"));
    Files.writeString(file, "{\"torn\":", java.nio.file.StandardOpenOption.APPEND);
    channel.send(Samples.hostile());
    Files.move(file, directory.resolve("alerts.1"));
    channel.send(Samples.resolved("/etc/passwd"));
    List<String> rotated = Files.readAllLines(directory.resolve("alerts.1"));
    assertThat(rotated).hasSize(3);
    assertThat(json(rotated.getFirst()).string("id")).contains("msg-0123456789abcdef0123");
    assertThat(json(rotated.getLast()).integer("nothing")).isEmpty();
    assertThat(rotated.getLast()).doesNotContainPattern("[\\x00-\\x1f\\u202e\\u2028\\u0085]");
    assertThat(json(Files.readString(file).strip()).string("type")).contains("alert_resolved");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aFileThatCannotBeWrittenIsTriedAgainAndALinkIsNotFollowed() throws Exception {
    Channel nowhere = open(new FileSpec("f", directory.resolve("none/alerts"), false), "");
    assertThat(nowhere.send(Samples.opened("/etc/passwd")).detail()).contains("cannot be written");
    Path target = Files.createFile(directory.resolve("target"));
    Files.createSymbolicLink(directory.resolve("link"), target);
    Channel link = open(new FileSpec("f", directory.resolve("link"), false), "");
    assertThat(link.send(Samples.opened("/etc/passwd"))).isInstanceOf(Outcome.Again.class);
    assertThat(target).isEmptyFile();
    Channel full = open(new FileSpec("f", Path.of("/dev/full"), false), "");
    assertThat(full.send(Samples.opened("/etc/passwd"))).isInstanceOf(Outcome.Again.class);
  }

  @Test
  void theConsoleShowsNoCharacterThatATerminalObeys() throws Exception {
    Channel channel = open(new ConsoleSpec("console"), "");
    channel.send(Samples.hostile());
    String shown = console.toString(StandardCharsets.UTF_8);
    assertThat(shown)
        .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202e\\u2028\\ud800]");
    assertThat(shown.lines().filter(l -> !l.startsWith("    "))).hasSize(1);
  }
}
