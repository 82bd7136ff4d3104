package dev.intact.files.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.files.Shell;
import dev.intact.json.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of AIDE become rules of ours, and what does not is told with its line. */
final class AideImportTest {

  private static AideImport.Imported read(String configuration) throws Exception {
    return AideImport.read(
        new ByteArrayInputStream(configuration.getBytes(StandardCharsets.UTF_8)), Optional.empty());
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
                @@include /etc/aide/none
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
            "2 @@include /etc/aide/none: not carried over: /etc/aide/none is no file that can be read",
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

  @TempDir private Path directory;

  private AideImport.Imported file(String name) throws Exception {
    Path file = directory.resolve(name);
    try (InputStream in = Files.newInputStream(file)) {
      return AideImport.read(in, Optional.of(file));
    }
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(directory.resolve(name), text);
  }

  @Test
  void whatIsIncludedCountsAsIfItStoodThere() throws Exception {
    Files.createDirectory(directory.resolve("conf.d"));
    write(
        "aide.conf",
        "@@include groups\n@@x_include "
            + directory
            + "/conf.d ^[0-9]+_\n@@ifdef NEVER\n@@include none\n@@endif\n");
    write("groups", "Conf = p+ftype+u+g+s+sha256\n@@define TOP /srv\n");
    write("conf.d/20_b", "@@{TOP}/b(/|$) Conf\n");
    write("conf.d/10_a", "/etc(/|$) Conf\nodd\n");
    write("conf.d/other", "/never(/|$) Conf\n");
    AideImport.Imported imported = file("aide.conf");
    assertThat(imported.rules().map(Json::text).orElse("none"))
        .contains("\"paths\":[\"/etc\",\"/srv/b\"]");
    assertThat(imported.remarks()).hasSize(1);
    assertThat(imported.remarks().getFirst().toJson().toString())
        .contains(directory + "/conf.d/10_a", "not understood");
    assertThat(imported.remarks().getFirst().line()).isEqualTo(2);
  }

  @Test
  void anIncludeThatCannotBeFollowedIsToldWithItsFileAndLine() throws Exception {
    write("circle.conf", "# a circle\n@@include circle.conf\n");
    Remark deepest = file("circle.conf").remarks().getFirst();
    assertThat(deepest.line()).isEqualTo(2);
    assertThat(deepest.file()).contains(directory + "/circle.conf");
    assertThat(deepest.remark()).contains("deeper than 16");
    write("program", "#!/bin/sh\n");
    Shell.run(directory, "chmod 755 program; mkfifo pipe");
    write(
        "odd.conf",
        "@@x_include program\n@@include pipe\n@@include . ( \n@@include . x /prefix\n@@include program x\n@@include\n");
    assertThat(file("odd.conf").remarks())
        .extracting(r -> r.line() + " " + r.remark().replace(directory + "/", ""))
        .containsExactly(
            "1 not carried over: program is a program, and is not run",
            "2 not carried over: pipe is no file that can be read",
            "3 not carried over: it is no pattern: Unclosed group",
            "4 not carried over: a prefix of rules has no counterpart",
            "5 not carried over: program is no directory",
            "6 not carried over: a directive that is not known");
    assertThat(remarks("@@include relative\n").getFirst()).contains("it is relative");
  }
}
