package dev.intact.monitor.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.receive.HttpReceiver;
import dev.intact.monitor.receive.HttpReceiver.Request;
import dev.intact.monitor.receive.Samples;
import dev.intact.testkit.Tools;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookTest {

  private static final String KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static Request received(Message message, String keys, boolean ocsf, InstantSource clock)
      throws Exception {
    try (HttpReceiver receiver = HttpReceiver.of(HttpReceiver.status(204))) {
      Channel channel =
          new Channels(
                  Map.of("KEY", keys),
                  clock,
                  new PrintStream(PrintStream.nullOutputStream()),
                  "web-1")
              .open(
                  new WebhookSpec(
                      "w",
                      new Secret.Plain(receiver.url("/hook")),
                      Optional.of(new Secret.OfEnvironment("KEY")),
                      ocsf,
                      HttpOptions.DEFAULT));
      assertThat(channel.send(message)).isInstanceOf(Outcome.Delivered.class);
      channel.close();
      return receiver.last();
    }
  }

  private static JsonObject json(Request request) throws Exception {
    return (JsonObject)
        Json.parse(request.body().getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
  }

  /** The example that the contract's own libraries test with. */
  @Test
  void theSignatureIsThatOfTheContractsExample() throws Exception {
    byte[] body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    assertThat(WebhookSignatures.sign(KEY, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_!!!!",
        "whsec_c2hvcnQ=",
        "whsk_c2hvcnQ=",
        "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void whatIsNoKeyIsRefusedWithoutBeingRepeated(String key) {
    assertThatThrownBy(() -> WebhookSignatures.sign(key, "id", 1, new byte[0]))
        .isInstanceOf(SecretException.class)
        .hasMessageNotContaining(key.isEmpty() ? "\0" : key);
  }

  /** The contract's own library, of another language, and that language's Ed25519. */
  @Test
  void othersLibrariesAcceptBothSignaturesWhileOneKeyReplacesAnother() throws Exception {
    Path node = Tools.need("node");
    Path judge = Path.of(System.getProperty("intact.root", ".."), "monitor/src/test/node");
    Tools.require(
        Files.isDirectory(judge.resolve("node_modules/standardwebhooks")), "standardwebhooks");
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] seed = pair.getPrivate().getEncoded();
    byte[] spki = pair.getPublic().getEncoded();
    String whsk = "whsk_" + base64(Arrays.copyOfRange(seed, seed.length - 32, seed.length));
    Request request = received(Samples.hostile(), whsk + " " + KEY, false, Clock.systemUTC());
    JsonObject asked =
        JsonObject.builder()
            .put("key", KEY)
            .put("publicKey", base64(Arrays.copyOfRange(spki, spki.length - 32, spki.length)))
            .put(
                "headers",
                JsonObject.builder()
                    .put("webhook-id", request.header("webhook-id"))
                    .put("webhook-timestamp", request.header("webhook-timestamp"))
                    .put("webhook-signature", request.header("webhook-signature"))
                    .build())
            .put("body", request.body())
            .build();
    assertThat(judged(node, judge, asked)).isEqualTo("0 msg-0123456789abcdef0123\n");
    JsonObject changed =
        asked.toBuilder().put("body", request.body().replace("passwd", "shadow") + " ").build();
    assertThat(judged(node, judge, changed)).startsWith("1 ");
  }

  private static String judged(Path node, Path judge, JsonObject asked) throws Exception {
    Process process =
        new ProcessBuilder(node.toString(), "verify.mjs")
            .directory(judge.toFile())
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(Json.text(asked).getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void ed25519SignaturesAreOverIdTimeAndBody() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPrivate().getEncoded();
    byte[] seed = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    byte[] body = {1, 2, 3};
    String signature = WebhookSignatures.sign("whsk_" + base64(seed), "id", 7, body);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(pair.getPublic());
    verifier.update("id.7.".getBytes(StandardCharsets.US_ASCII));
    verifier.update(body);
    assertThat(verifier.verify(Base64.getDecoder().decode(signature.substring("v1a,".length()))))
        .isTrue();
  }

  @Test
  void theBodyIsACloudEvent() throws Exception {
    Message message = Samples.opened("/etc/passwd");
    Message elsewhere =
        new Message(
            message.id(),
            message.type(),
            message.at(),
            "my host/ü",
            message.level(),
            false,
            message.key(),
            message.title(),
            message.lines(),
            message.data(),
            message.alert(),
            Optional.empty());
    Request request = received(elsewhere, KEY, false, InstantSource.fixed(Samples.AT));
    assertThat(request.header("Content-Type")).isEqualTo("application/cloudevents+json");
    assertThat(request.header("webhook-id")).isEqualTo(message.id());
    assertThat(request.header("webhook-timestamp"))
        .isEqualTo(Long.toString(Samples.AT.getEpochSecond()));
    JsonObject event = json(request);
    assertThat(event.string("specversion")).contains("1.0");
    assertThat(event.string("id")).contains(message.id());
    assertThat(event.string("source")).contains("/hosts/my%20host%2F%C3%BC/intact/monitor");
    assertThat(event.string("type")).contains("dev.intact.alert_opened.v1");
    assertThat(event.string("subject")).contains(message.key());
    assertThat(event.string("time")).contains("2026-03-02T12:00:00.000000Z");
    JsonObject data = event.object("data").orElseThrow();
    assertThat(data.string("id")).contains(message.key());
    assertThat(data.integer("violations")).contains(1L);
    assertThat(data.names()).doesNotContain("marks");
  }

  @Test
  void noBodyIsLongerThanTheContractAllows() throws Exception {
    String[] paths = new String[5_000];
    Arrays.setAll(paths, i -> "/srv/" + "\u202e\u0001".repeat(80) + i);
    for (boolean ocsf : new boolean[] {false, true}) {
      Request request = received(Samples.opened(paths), KEY, ocsf, Clock.systemUTC());
      assertThat(request.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(20_000);
    }
    JsonObject.Builder report = JsonObject.builder().put("date", "2026-03-02");
    for (String list : new String[] {"alerts", "monitors", "trend"}) {
      report.put(list, dev.intact.json.JsonArray.ofStrings(Arrays.asList(paths).subList(0, 100)));
    }
    Message message = Samples.opened("/etc/passwd");
    Message whole =
        new Message(
            message.id(),
            Message.REPORT,
            message.at(),
            message.host(),
            message.level(),
            false,
            "report-2026-03-02",
            message.title(),
            message.lines(),
            report.build(),
            Optional.empty(),
            Optional.of("<p>page</p>"));
    Request request = received(whole, KEY, false, Clock.systemUTC());
    assertThat(request.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(20_000);
    JsonObject data = json(request).object("data").orElseThrow();
    assertThat(data.string("date")).contains("2026-03-02");
    assertThat(data.array("alerts").orElseThrow()).isNotEmpty();
    assertThat(data.get("shortened")).contains(new dev.intact.json.JsonBoolean(true));
  }
}
