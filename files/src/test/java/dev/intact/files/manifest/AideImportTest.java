package dev.intact.files.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules of AIDE become rules of ours, and what does not is told with its line. */
final class AideImportTest {

  private static AideImport.Imported read(String configuration) throws Exception {
    return AideImport.read(
        new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)));
  }

  private static String rules(String configuration) throws Exception {
    return read(configuration).rules().map(Json::text).orElse("none");
  }

  private static List<String> remarks(String configuration) throws Exception {
    return read(configuration).remarks().stream()
        .map(r -> r.line() + " " + r.text() + ": " + r.remark())
        .toList();
  }

  @Test
  void pathsGroupsAndExclusionsAreCarriedOver() throws Exception {
    assertThat(
            rules(
                """
                # a comment
                Binlib = p+ftype+i+l+n+u+g+s+m+c+acl+xattrs+sha256
                Conf = p+ftype+u+g+s+sha256
                Logs = p+u+g+growing+s+sha256
                /usr(/|$) Binlib
                /etc(/|$) Conf
                /var/log(/|$) Logs
                !/usr/src(/|$)
                !/etc/.*\\.swp$
                """))
        .isEqualTo(
            "{\"cross_mounts\":false,\"exclude\":[\"/usr/src\",\"/etc/**.swp\"],\"include\":[],"
                + "\"paths\":[\"/usr\",\"/etc\",\"/var/log\"],\"preset\":\"binaries\",\"rules\":["
                + "{\"match\":\"/var/log\",\"preset\":\"logs\"},{\"match\":\"/var/log/**\",\"preset\":\"logs\"},"
                + "{\"match\":\"/etc\",\"preset\":\"config\"},{\"match\":\"/etc/**\",\"preset\":\"config\"}]}");
    assertThat(remarks("R2 = p+sha256\n/etc(/|$) R2\n")).isEmpty();
  }

  @Test
  void variablesConditionsAndAlternativesAreUnderstood() throws Exception {
    assertThat(
            rules(
                """
                @@define TOP /srv
                @@ifdef TOP
                @@{TOP}/(a|b)(/|$) p+sha256
                @@else
                /never(/|$) p+sha256
                @@endif
                @@ifndef TOP
                /never2(/|$) p+sha256
                @@endif
                !@@{TOP}/a/[^/]*\\.tmp$
                """))
        .contains("\"paths\":[\"/srv/a\",\"/srv/b\"]", "\"exclude\":[\"/srv/a/*.tmp\"]")
        .doesNotContain("never");
  }

  @Test
  void nothingIsDroppedInSilence() throws Exception {
    assertThat(
            remarks(
                """
                database_in=file:/var/lib/aide/aide.db
                @@include /etc/aide/more
                All = p+b+md5
                Odd = nonsense+p
                /etc All
                /usr/lib/[0-9]+ All
                =/home All
                /opt f All
                /srv Odd
                !/var/cache f
                @@ifhost web1
                /web All
                @@endif
                garbage
                /x/(?=y) All
                !/opt$
                """))
        .containsExactly(
            "1 database_in=file:/var/lib/aide/aide.db: not carried over: how AIDE keeps and reports,"
                + " which is configured here otherwise",
            "2 @@include /etc/aide/more: not carried over: what it includes is to be imported by itself",
            "3 All = p+b+md5: not compared: b; content is compared by SHA-256 instead",
            "4 Odd = nonsense+p: not carried over: it names an attribute or group that is not known",
            "5 /etc All: without $ AIDE means all that begins so; here, and further on, it is this path"
                + " and what lies under it",
            "6 /usr/lib/[0-9]+ All: not carried over: a repetition of anything but . and [^/] has no"
                + " counterpart",
            "7 =/home All: not carried over: a directory without what lies under it cannot be a rule",
            "8 /opt f All: the restriction to types is not carried over: all types are meant",
            "9 /srv Odd: not carried over: its attributes are not known",
            "10 !/var/cache f: not carried over: it leaves out some types only",
            "11 @@ifhost web1: not carried over, up to its end: the condition is not evaluated here",
            "14 garbage: not carried over: not understood",
            "15 /x/(?=y) All: not carried over: ? stands where it has no counterpart",
            "16 !/opt$: with $ AIDE means this path alone; here, and further on, what lies under it is"
                + " meant too",
            "8 /opt: is not looked at: line 16 leaves it out");
  }

  @Test
  void aPathWithinAnotherIsAnOverride() throws Exception {
    assertThat(rules("/etc(/|$) p+sha256\n/etc/ssl(/|$) R\n"))
        .contains(
            "\"paths\":[\"/etc\"]",
            "\"rules\":[{\"match\":\"/etc/ssl\",\"preset\":\"binaries\"},"
                + "{\"match\":\"/etc/ssl/**\",\"preset\":\"binaries\"}]");
  }

  @Test
  void aConfigurationWithoutAPathHasNoRules() throws Exception {
    assertThat(rules("A = p\n")).isEqualTo("none");
  }
}
