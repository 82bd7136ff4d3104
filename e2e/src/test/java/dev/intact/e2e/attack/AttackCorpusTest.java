package dev.intact.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.audit.AuditTrail;
import dev.intact.audit.IntegrityReport;
import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreException;
import dev.intact.log.fsck.DirectorySource;
import dev.intact.log.fsck.Fsck;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import dev.intact.server.IntactServer;
import dev.intact.server.ServerConfig;
import dev.intact.verify.OfflineVerifier;
import dev.intact.verify.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every attack is made on a copy of one small installation, once under a running server and once
 * while it is stopped, and judged by the service, by fsck and by the offline verifier.
 */
final class AttackCorpusTest {

  private static final int MAX_REST_SECONDS = 60;
  private static final int POLL_MILLIS = 20;

  /** Two trails, the root log, and the logs of security and monitoring. */
  private static final String ALL_CHECKED = "intact_verifications_total{verdict=\"OK\"} 5.0\n";

  @TempDir static Path shared;
  private static Prepared prepared;
  private static Checkpoint kept;
  private static HttpClient client;
  private static ExecutorService closing;

  @BeforeAll
  static void prepare() throws Exception {
    prepared = Prepared.in(shared);
    kept = SignedCheckpoint.parse(prepared.kept()).verify(prepared.keys()).checkpoint();
    client = HttpClient.newHttpClient();
    closing = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterAll
  static void finish() {
    closing.close();
    client.close();
  }

  /** Deleted with all others at the end, when every server is closed. */
  private static Path fresh() throws IOException {
    return Files.createTempDirectory(shared, "site");
  }

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    all.add(Attack.of("none", Attack.OK, Attack.OK, Attack.OK, Attack.OK, s -> {}));
    all.addAll(EntryAttacks.all());
    all.addAll(FileAttacks.all());
    all.addAll(StateAttacks.all());
    all.addAll(OwnLogAttacks.all());
    all.addAll(JournalAttacks.all());
    return all;
  }

  @Test
  void thereAreEnoughAndEachHasAName() {
    Set<String> names = new HashSet<>();
    all().forEach(a -> assertThat(names.add(a.name())).as(a.name()).isTrue());
    assertThat(all()).hasSizeGreaterThan(45);
  }

  @Test
  void theTableInTheDocumentationIsThisCorpus() throws Exception {
    Path file = Path.of(System.getProperty("intact.root"), "docs/attacks.md");
    List<String> documented =
        Files.readAllLines(file).stream()
            .filter(l -> l.startsWith("| ") && l.endsWith(" |"))
            .toList();
    List<String> rows =
        all().stream()
            .map(a ->
                "| "
                    + String.join(
                        " | ", a.name(), a.running(), a.restarted(), a.fsck(), a.offline())
                    + " | "
                    + (a.record().isPresent() ? "yes" : "")
                    + " |")
            .toList();
    assertThat(documented).containsAll(rows);
    assertThat(documented.stream().filter(l -> l.split("\\|").length >= 6).count())
        .as("no row without an attack, but the heading")
        .isEqualTo(rows.size() + 1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void anAttackIsFoundByARunningService(Attack attack) throws Exception {
    if (attack.running().equals(Attack.STOPPED)) {
      return; // what it changes is read at a start alone
    }
    Site site = prepared.site(fresh());
    IntactServer server =
        IntactServer.start(ServerConfig.local(site.data(), 0, InstantSource.system()));
    try {
      Running running = new Running(server.url(), key(site));
      if (attack.name().equals("none")
          || attack.ownLog().isPresent()
          || attack.scope() != Attack.Scope.TRAIL) {
        running.awaitRest();
      }
      String before = site.fingerprint();
      attack.act().on(site);
      assertThat(site.fingerprint().equals(before)).isEqualTo(attack.name().equals("none"));
      JsonObject report =
          attack.ownLog().isPresent()
              ? running.own(attack.ownLog().get())
              : running.check(Site.VICTIM);
      assertThat(report.string("verdict")).as(report.toString()).hasValue(attack.running());
      if (attack.record().isPresent()) {
        names(attack, site, report);
        refused(running, attack.record().getAsInt());
      }
      if (attack.ownLog().isPresent()) {
        assertThat(Running.json(running.get("/health").body()).integer("own_logs_not_intact"))
            .contains(1L);
      }
      if (!attack
              .ownLog()
              .equals(Optional.of(LogStore.ROOT)) // read once for all trails, or not yet
          && attack.scope() == Attack.Scope.TRAIL) {
        assertThat(running.check(Site.OTHER).string("verdict")).hasValue("OK");
      }
      assertThat(running.get("/metrics").body())
          .contains("intact_verifications_total{verdict=\"" + attack.running() + "\"}");
      assertThat(running.get("/health").statusCode()).isEqualTo(200);
      sound(running);
    } finally {
      closing.submit(server::close);
    }
  }

  /** Whatever was done: a record that is given away is the one that was written. */
  private static void sound(Running running) throws Exception {
    for (int index : List.of(0, Prepared.FULL, 9, 300, Prepared.PARTIAL)) {
      HttpResponse<String> answer = running.get("/v1/trails/victim/records/" + Prepared.id(index));
      assertThat(answer.statusCode()).as(answer.body()).isIn(200, 409);
      if (answer.statusCode() == 200) {
        assertThat(answer.body())
            .contains("\"audit_id\":\"" + Prepared.id(index) + "\"")
            .contains("\"amount\":\"100\"");
      }
    }
  }

  private static void names(Attack attack, Site site, JsonObject report) throws Exception {
    int index = attack.record().getAsInt();
    TreeHasher hasher = new TreeHasher();
    String genuine = hasher.leaf(prepared.entry(index)).hex();
    String now = hasher.leaf(site.entry(Site.VICTIM, index)).hex();
    Optional<JsonObject> found =
        report.array("findings").orElseThrow().stream()
            .map(JsonObject.class::cast)
            .filter(f -> f.integer("index").equals(Optional.of((long) index)))
            .findFirst();
    assertThat(found).as(report.toString()).isPresent();
    assertThat(found.get().string("expected")).hasValue(genuine);
    assertThat(found.get().string("actual")).hasValue(now);
  }

  private static void refused(Running running, int index) throws Exception {
    String record = "/v1/trails/victim/records/" + Prepared.id(index);
    for (String path :
        List.of(
            record,
            record + "/proof",
            record + "/custody",
            "/v1/trails/victim/export",
            "/v1/trails/victim/records?limit=10&cursor=" + (index - 1))) {
      HttpResponse<String> answer = running.get(path);
      assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(409);
      assertThat(answer.body()).contains("\"title\":\"Integrity Violation\"", "\"verdict\":\"");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void anAttackIsFoundAtRestAndAfterAStart(Attack attack) throws Exception {
    Site site = prepared.site(fresh());
    String before = site.fingerprint();
    attack.act().on(site);
    assertThat(site.fingerprint().equals(before)).isEqualTo(attack.name().equals("none"));
    assertThat(fsck(site)).as("fsck").isEqualTo(attack.fsck());
    assertThat(offline(site)).as("offline").isEqualTo(attack.offline());
    assertThat(
            attack.ownLog().isPresent() ? ownRestarted(site, attack) : restarted(site, Site.VICTIM))
        .as("restarted")
        .isEqualTo(attack.restarted());
    if (!attack.ownLog().equals(Optional.of(LogStore.ROOT)) // a start reads it for every trail
        && attack.scope() == Attack.Scope.TRAIL
        && !attack.restarted().equals(Attack.CLOSED)) {
      assertThat(restarted(site, Site.OTHER)).isEqualTo(Attack.OK);
    }
  }

  private static String fsck(Site site) {
    DirectorySource source = new DirectorySource(site.log(Site.VICTIM));
    try {
      return Fsck.run(
              "victim", source.checkpoint(), source, prepared.keys(), Optional.of(kept), n -> {})
          .verdict()
          .name();
    } catch (NoSuchFileException e) {
      return "MISSING";
    } catch (IOException e) {
      return "UNVERIFIABLE";
    }
  }

  private static String offline(Site site) throws Exception {
    Path file = site.log(Site.VICTIM).resolve("checkpoint");
    if (!Files.exists(file)) {
      return "MISSING";
    }
    try {
      Outcome outcome =
          new OfflineVerifier(prepared.keys(), Optional.empty(), Optional.of(kept))
              .verify(new ByteArrayInputStream(Files.readAllBytes(file)));
      return outcome.verdict().name();
    } catch (IOException e) {
      return "malformed";
    }
  }

  private static String restarted(Site site, String trail) throws Exception {
    try (LogStore store = Prepared.open(site.data())) {
      AuditTrail opened = Prepared.service(store).trail(trail);
      IntegrityReport report = opened.verify(Optional.empty(), Optional.empty(), "auditor");
      return report.verdict().name();
    } catch (LogStoreException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Attack.CLOSED;
    }
  }

  private static String ownRestarted(Site site, Attack attack) throws Exception {
    try (LogStore store = Prepared.open(site.data())) {
      return Prepared.service(store).ownLogs(Prepared.security(store)).check("auditor").stream()
          .filter(r -> r.trail().equals(attack.ownLog().orElseThrow()))
          .map(r -> r.verdict().name())
          .findFirst()
          .orElse("not checked");
    } catch (LogStoreException e) {
      assertThat(e.getMessage()).isNotBlank();
      return Attack.CLOSED;
    }
  }

  private static String key(Site site) throws IOException {
    return Files.readString(site.data().resolve("admin.key")).strip();
  }

  private record Running(String url, String key) {

    HttpResponse<String> get(String path) throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .header("Authorization", "Bearer " + key)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /**
     * Until the checks of the start are made, recorded and published: what is changed before that
     * beside a trail may be a file that is written at the same moment.
     */
    void awaitRest() throws Exception {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_REST_SECONDS);
      long before = -1;
      for (int resting = 0; resting < 2; ) {
        JsonObject health = json(get("/health").body());
        assertThat(System.nanoTime()).as("at rest: " + health).isLessThan(end);
        long appended = health.integer("records_appended").orElseThrow();
        boolean rests =
            appended == before
                && get("/metrics").body().contains(ALL_CHECKED)
                && health.integer("records_in_flight").equals(Optional.of(0L))
                && health.integer("unpublished_logs").equals(Optional.of(0L));
        resting = rests ? resting + 1 : 0;
        before = appended;
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }

    JsonObject check(String trail) throws Exception {
      HttpResponse<String> answer = get("/v1/trails/" + trail + "/integrity-check");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return json(answer.body());
    }

    JsonObject own(String log) throws Exception {
      HttpResponse<String> answer = get("/v1/integrity-check");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return json(answer.body()).array("logs").orElseThrow().stream()
          .map(JsonObject.class::cast)
          .filter(r -> r.string("trail").equals(Optional.of(log)))
          .findFirst()
          .orElseThrow();
    }

    static JsonObject json(String body) throws Exception {
      return (JsonObject)
          Json.parse(
              body.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT.withMaxBytes(16 << 20));
    }
  }
}
