package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.audit.AuditSettings;
import dev.intact.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceWatchTest {

  private static final String RECORD = "{\"event_type\":\"x\",\"audit_id\":\"r%d\"}";

  @TempDir Path temp;

  private static double metric(String text, String name) {
    return text.lines()
        .filter(l -> l.startsWith(name + " "))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among the metrics:\n" + text));
  }

  /** Metrics of a moment in which the service itself was not just counting a verification. */
  private static String betweenVerifications(TestServer server) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String text = server.get("/metrics").body();
    while (metric(text, "intact_verification_duration_seconds_count") != verifications(text)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      text = server.get("/metrics").body();
    }
    return text;
  }

  private static double verifications(String text) {
    return text.lines()
        .filter(l -> l.startsWith("intact_verifications_total{"))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void metricsTellAppendsVerificationsAndCorruption() throws Exception {
    try (TestServer server = new TestServer(temp.resolve("data"))) {
      String records = "/v1/trails/t/records";
      for (int i = 0; i < 3; i++) {
        assertThat(server.post(records, "application/json", RECORD.formatted(i)).statusCode())
            .isEqualTo(201);
      }
      assertThat(server.get("/v1/trails/t/integrity-check").body()).contains("\"verdict\":\"OK\"");
      String before = server.get("/metrics").body();
      assertThat(metric(before, "intact_verifications_total{verdict=\"OK\"}")).isPositive();
      assertThat(metric(before, "intact_findings_total{verdict=\"CONTENT_TAMPERED\"}")).isZero();
      assertThat(metric(before, "intact_records_appended_total")).isGreaterThanOrEqualTo(3);
      assertThat(before)
          .contains(
              "intact_request_duration_seconds_bucket{operation=\"POST /v1/trails/{trail}/records\",status=\"2xx\"");
      assertThat(before).doesNotContain("\"t\"");
      Path bundle;
      try (var files = Files.walk(temp.resolve("data/logs"))) {
        bundle =
            files
                .filter(f -> f.toString().contains("/t/tile/entries/"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
      }
      byte[] bytes = Files.readAllBytes(bundle);
      bytes[50] ^= 1;
      Files.write(bundle, bytes);
      assertThat(server.get("/v1/trails/t/integrity-check").body()).contains("CONTENT_TAMPERED");
      String after = betweenVerifications(server);
      assertThat(metric(after, "intact_trails_not_intact")).isEqualTo(1);
      JsonObject health = TestServer.json(server.get("/health").body());
      assertThat(health.integer("trails_not_intact")).contains(1L);
      assertThat(health.integer("own_logs_not_intact")).contains(0L);
      assertThat(metric(after, "intact_integrity_alerts_total")).isEqualTo(1);
      double ok = metric(after, "intact_verifications_total{verdict=\"OK\"}");
      assertThat(metric(after, "intact_verification_success_ratio"))
          .isCloseTo(ok / (ok + 1), org.assertj.core.data.Offset.offset(1e-9));
      assertThat(metric(after, "intact_verification_duration_seconds_count")).isEqualTo(ok + 1);
      assertThat(metric(after, "intact_verification_duration_seconds_sum")).isPositive();
      assertThat(metric(after, "intact_records_verified_total")).isGreaterThanOrEqualTo(6);
      assertThat(metric(after, "intact_coverage_age_seconds")).isNotNegative();
      for (String gauge :
          new String[] {"queue_records", "queue_bytes", "index_lag_records", "unpublished_logs"}) {
        assertThat(metric(after, "intact_" + gauge)).isNotNegative();
      }
      assertThat(metric(after, "intact_queue_records_limit")).isPositive();
      assertThat(metric(after, "intact_requests_running")).isZero();
      assertThat(metric(after, "intact_up")).isEqualTo(1);
      assertThat(
              metric(
                  server.get("/metrics").body(),
                  "intact_findings_total{verdict=\"CONTENT_TAMPERED\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void theChecksOfATrailAreShownWithIt() throws Exception {
    try (TestServer first = new TestServer(temp.resolve("data"))) {
      first.post("/v1/trails/t/records", "application/json", RECORD.formatted(1));
    }
    try (TestServer server = new TestServer(temp.resolve("data"))) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      Optional<JsonObject> checks = Optional.empty();
      while (checks.isEmpty() && System.nanoTime() < deadline) {
        checks = TestServer.json(server.get("/v1/trails/t").body()).object("checks");
      }
      assertThat(checks.orElseThrow().integer("checked_to")).contains(1L);
      assertThat(checks.orElseThrow().string("verdict")).contains("OK");
    }
  }

  @Test
  void denialsAreRecordedAndManyOfThemDoNotFillTheLog() throws Exception {
    try (TestServer server = new TestServer(temp.resolve("data"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(server.send("GET", "/v1/trails", "ik_no_such", "", "").statusCode())
            .isEqualTo(401);
      }
      assertThat(metric(server.get("/metrics").body(), "intact_denials_total")).isEqualTo(20);
      JsonObject health = TestServer.json(server.get("/health").body());
      assertThat(health.integer("records_appended").orElseThrow()).isLessThan(20);
    }
  }

  @Test
  void anOlderTrailIsImportedByAnAdminOnly() throws Exception {
    try (TestServer server = new TestServer(temp.resolve("data"))) {
      String writer =
          TestServer.json(
                  server.post("/v1/keys", "application/json", "{\"role\":\"writer\"}").body())
              .string("key")
              .orElseThrow();
      String path = "/v1/trails/t/import?first_line=7";
      String lines = "{\"event_type\":\"a\"}\nnonsense\n";
      assertThat(server.send("POST", path, writer, "application/x-ndjson", lines).statusCode())
          .isEqualTo(403);
      HttpResponse<String> answer = server.post(path, "application/x-ndjson", lines);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("line 8: ").contains("\"without_hash\":1");
    }
  }

  @Test
  void servesTlsFromPemFilesAndRefusesAKeyThatOthersCanRead() throws Exception {
    Path certificate = temp.resolve("cert.pem");
    Path key = temp.resolve("key.pem");
    Path store = temp.resolve("k.p12");
    run(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-alias",
        "s",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        "changeit");
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("s").getEncoded()));
    Files.writeString(
        key, pem("PRIVATE KEY", keys.getKey("s", "changeit".toCharArray()).getEncoded()));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    ServerConfig plain = ServerConfig.local(temp.resolve("data"), 0, InstantSource.system());
    ServerConfig config =
        new ServerConfig(
            temp.resolve("data"),
            Optional.empty(),
            "127.0.0.1",
            0,
            Optional.of(new ServerConfig.TlsFiles(certificate, key)),
            AuditSettings.DEFAULT,
            InstantSource.system(),
            plain.watch());
    assertThatThrownBy(() -> IntactServer.start(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    try (IntactServer server = IntactServer.start(config)) {
      assertThat(server.url()).startsWith("https://");
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .sslContext(trusting(certificate))
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(server.url() + "/health")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      for (String version : new String[] {"TLSv1.3", "TLSv1.2"}) {
        assertThat(handshake(server, certificate, version)).isEqualTo(version);
      }
      for (String version : new String[] {"TLSv1.1", "TLSv1"}) {
        assertThatThrownBy(() -> handshake(server, certificate, version))
            .isInstanceOf(IOException.class);
      }
    }
  }

  private static String handshake(IntactServer server, Path certificate, String version)
      throws Exception {
    URI url = URI.create(server.url());
    try (SSLSocket socket =
        (SSLSocket)
            trusting(certificate).getSocketFactory().createSocket(url.getHost(), url.getPort())) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + java.util.Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
    trust.load(null, null);
    try (var in = Files.newInputStream(certificate)) {
      trust.setCertificateEntry(
          "s", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
