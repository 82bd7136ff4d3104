package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Announcements, differences and lists over HTTP; each answer is held against its description. */
final class FilesListsApiTest {

  private static final String JSON = "application/json";
  private static final String SET = "/v1/files/sets/etc";

  @TempDir private Path directory;
  private TestServer server;
  private Path tree;

  @BeforeEach
  void start() throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    server = new TestServer(directory.resolve("data"));
    tree = Files.createDirectory(directory.toRealPath().resolve("etc"));
    Files.setPosixFilePermissions(tree, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(tree.resolve("a.conf"), "port = 1\n");
    Files.setPosixFilePermissions(
        tree.resolve("a.conf"), PosixFilePermissions.fromString("rw-r--r--"));
    String rules = "{\"rules\":{\"paths\":[\"" + tree + "\"],\"preset\":\"config\"}}";
    assertThat(server.post(SET + "/baseline", JSON, rules).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> announce(String members) throws Exception {
    return server.post(SET + "/notices", JSON, "{" + members + "}");
  }

  @Test
  void anAnnouncementExplainsAndIsListed() throws Exception {
    String until = server.clock.instant().plus(Duration.ofHours(1)).toString();
    HttpResponse<String> said =
        announce(
            "\"kind\":\"announcement\",\"paths\":[\""
                + tree
                + "/*\"],\"until\":\""
                + until
                + "\",\"reason\":\"release 7\"");
    assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
    Files.writeString(tree.resolve("a.conf"), "port = 2\n");
    String report = server.post(SET + "/check", JSON, "{}").body();
    assertThat(report)
        .contains("\"explained\":1", "\"violations\":0", "announced: announcement ", "release 7")
        .contains("-port = 1\\n+port = 2\\n");
    assertThat(server.get(SET + "/notices").body()).contains("\"uses\":1", "\"ended\":false");
  }

  @Test
  void whatMakesNoSenseIsRefusedWithItsPlace() throws Exception {
    refused("\"kind\":\"wish\",\"until\":\"x\",\"reason\":\"r\"", "announcement or window");
    refused("\"kind\":\"window\",\"until\":\"x\",\"reason\":\"r\"", "until of a notice is no time");
    refused(
        "\"kind\":\"window\",\"until\":\"2000-01-01T00:00:00Z\",\"reason\":\"r\"",
        "it must end after it begins");
    refused("\"kind\":\"window\",\"by\":\"me\"", "there is no member by here");
  }

  private void refused(String members, String detail) throws Exception {
    HttpResponse<String> answer = announce(members);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(detail);
  }

  @Test
  void aDifferenceIsShown() throws Exception {
    Files.writeString(tree.resolve("a.conf"), "port = 2\n");
    assertThat(server.get(SET + "/diff?path=" + tree + "/a.conf").body())
        .contains("-port = 1\\n+port = 2\\n");
    assertThat(server.get(SET + "/diff?path=" + tree + "/absent").statusCode()).isEqualTo(404);
  }

  @Test
  void anExportedListIsComparedWithTheDisk() throws Exception {
    HttpResponse<String> exported = server.get(SET + "/export?format=sha256sum");
    assertThat(exported.headers().firstValue("Intact-Left-Out")).contains("{\"directory\":1}");
    String list = exported.body();
    assertThat(list).endsWith("  " + tree + "/a.conf\n");
    String compare = SET + "/compare?format=sha256sum";
    assertThat(server.post(compare, "text/plain", list).body()).contains("\"verdict\":\"OK\"");
    Files.writeString(tree.resolve("a.conf"), "port = 2\n");
    assertThat(server.post(compare, "text/plain", list).body())
        .contains("\"verdict\":\"CONTENT_TAMPERED\"");
    assertThat(server.get(SET + "/export?format=aide").body()).contains("IntactConfig");
    assertThat(server.get(SET + "/export?format=tar").statusCode()).isEqualTo(400);
    String other = "/v1/files/sets/other/compare?format=sha256sum";
    assertThat(server.post(other, "text/plain", list).statusCode()).isEqualTo(404);
    HttpResponse<String> bad = server.post(compare, "text/plain", "nonsense");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("line 1: ");
  }
}
