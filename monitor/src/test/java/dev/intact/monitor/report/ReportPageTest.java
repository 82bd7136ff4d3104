package dev.intact.monitor.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Severity;
import dev.intact.finding.Verdict;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Members;
import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.config.ConfigReader;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.deliver.Outbox;
import dev.intact.monitor.deliver.Pending;
import dev.intact.monitor.deliver.Retries;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.receive.Samples;
import dev.intact.monitor.state.Acts;
import dev.intact.monitor.state.MonitorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ReportPageTest {

  private static final String CONFIGURATION =
      """
      monitors:
        - {name: etc, kind: files, subject: etc}
        - {name: bin, kind: files, subject: bin}
        - {name: web-root, kind: files, subject: web-root, interval: 5m}
        - {name: trails, kind: audit, subject: "*"}
      channels:
        - {name: console, type: console}
        - {name: ops-mail, type: console}
      """;

  private final MonitorState state =
      new MonitorState(new Outbox(new Retries(new SplittableRandom(1))));
  private final MonitorConfig config;
  private Instant now = Instant.parse("2026-03-02T07:50:00Z");
  private long index;

  ReportPageTest() throws Exception {
    config =
        ConfigReader.read("monitor.yaml", CONFIGURATION, Defaults.none(ZoneId.of("Europe/Berlin")));
  }

  private void act(String type, JsonObject members) throws Exception {
    state.apply(index++, members.toBuilder().put("event_type", type).build());
  }

  private void checked(Target target, long checked, int explained, Finding... findings)
      throws Exception {
    Map<Verdict, Long> unexplained = new EnumMap<>(Verdict.class);
    for (Finding finding : findings) {
      unexplained.merge(finding.verdict(), 1L, Long::sum);
    }
    CheckReport report =
        new CheckReport(
            target.kind(),
            target.subject(),
            unexplained,
            explained,
            List.of(findings),
            new Coverage(checked, checked),
            now,
            Duration.ofSeconds(3));
    List<Change> changes = state.book().checked(target, report, Thresholds.of(target.kind()), now);
    act(Acts.CHECKED, Acts.checked(target, report, 0, changes, config, now));
  }

  private void allClean() throws Exception {
    checked(new Target("etc", "files", "etc"), 2_214, 0);
    if (state.book().active().isEmpty()) {
      checked(new Target("bin", "files", "bin"), 148_211, 312);
    }
    checked(new Target("web-root", "files", "web-root"), 9_120, 4);
    checked(new Target("trails/orders", "audit", "orders"), 1_204_332, 0);
    checked(new Target("trails/payments", "audit", "payments"), 88_410, 0);
  }

  private void reportsOfEarlierDays(int... violations) throws Exception {
    Instant real = now;
    for (int i = 0; i < violations.length; i++) {
      LocalDate day = LocalDate.parse("2026-03-02").minusDays(violations.length - i);
      JsonObject totals =
          JsonObject.builder()
              .put(
                  "health",
                  violations[i] == 0 ? "healthy" : violations[i] < 5 ? "warning" : "critical")
              .put("violations", violations[i])
              .build();
      act(
          Acts.REPORT,
          Acts.report(
              day.toString(), JsonObject.builder().put("totals", totals).build(), List.of(), real));
    }
  }

  private static List<Approval> approvals() {
    return List.of(
        new Approval(
            Instant.parse("2026-03-01T15:20:00Z"),
            "etc",
            "ada",
            "CHG-4711: new resolver",
            "1 file: /etc/resolv.conf"));
  }

  private JsonObject report(Optional<List<Approval>> approvals) {
    return DailyReport.of(
        state, config, "web-1", approvals, LocalDate.parse("2026-03-02"), now.plusSeconds(600));
  }

  private JsonObject healthy() throws Exception {
    reportsOfEarlierDays(0, 0, 2, 0, 7, 0, 0);
    allClean();
    return report(Optional.of(List.of())).toBuilder().put("log_index", 4_711).build();
  }

  private JsonObject three() throws Exception {
    reportsOfEarlierDays(0, 0, 2, 0, 7, 1, 1);
    now = Instant.parse("2026-03-01T20:00:00Z");
    checked(
        new Target("web-root", "files", "web-root"),
        9_120,
        0,
        Reports.changed("/srv/www/index.html", "aa", "bb"));
    now = Instant.parse("2026-03-02T02:00:00Z");
    checked(new Target("web-root", "files", "web-root"), 9_120, 4);
    now = Instant.parse("2026-03-02T05:50:00Z");
    Target bin = new Target("bin", "files", "bin");
    checked(bin, 148_211, 312, Reports.setUserId("/usr/bin/find"));
    String id = state.book().active().getFirst().id();
    Change taken = state.book().acknowledge(id, "ada", "rebuilding the machine", now);
    act(Acts.ALERTS, Acts.alerts(List.of(taken), config, now));
    now = Instant.parse("2026-03-02T07:50:00Z");
    allCleanBut(
        Reports.changed("/etc/ssh/sshd_config", "aa", "bb"),
        Finding.of(Verdict.ADDED, "/etc/cron.d/job", "new"));
    checked(bin, 148_211, 312, Reports.setUserId("/usr/bin/find"));
    Pending lost = new Pending("msg-1", "ops-mail", "k", 0, now);
    act(
        Acts.GIVEN_UP,
        Acts.settled(
            lost,
            "the mail server refused ops@example.com: 550 5.1.1 no such user",
            List.of(),
            config,
            now));
    return report(Optional.of(approvals())).toBuilder().put("log_index", 4_711).build();
  }

  private void allCleanBut(Finding... etc) throws Exception {
    allClean();
    checked(new Target("etc", "files", "etc"), 2_214, 0, etc);
    Target orders = new Target("trails/orders", "audit", "orders");
    List<Change> changes =
        state
            .book()
            .failed(
                orders,
                dev.intact.monitor.alert.Cause.MONITOR_FAILED,
                "the check did not end within 900 s",
                now)
            .stream()
            .toList();
    act(
        Acts.FAILED,
        Acts.failed(
            orders,
            "the check did not end within 900 s",
            Optional.empty(),
            0,
            changes,
            config,
            now));
  }

  private JsonObject thousands() throws Exception {
    reportsOfEarlierDays(0, 0, 2, 0, 7, 0, 0, 1, 0, 0, 0, 3, 3, 3, 0, 0, 0, 0, 0, 0);
    allClean();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      String name = Samples.HOSTILE.get(i % 8) + "/" + "very-long-name-".repeat(i % 12) + i;
      findings.add(
          i % 5 == 0
              ? Finding.of(Verdict.MISSING, name, "deleted")
              : i % 5 == 1
                  ? Finding.of(Verdict.ATTRIBUTES_CHANGED, name, "mode 0644 is 0666")
                      .withSeverity(Severity.HIGH)
                  : Reports.changed(name, "aa", "bb"));
    }
    checked(new Target("etc", "files", "etc"), 7_214, 40, findings.toArray(Finding[]::new));
    for (int i = 0; i < 90; i++) {
      Target trail = new Target("trails/t-" + i, "audit", "t-" + i);
      if (i % 3 == 0) {
        checked(
            trail,
            100,
            0,
            Finding.of(Verdict.CONTENT_TAMPERED, "<img src=x onerror=alert(" + i + ")>", "<b>&"));
      } else {
        checked(trail, 100, 0);
      }
    }
    return report(Optional.empty()).toBuilder().put("log_index", 4_711).build();
  }

  private static void assertIsOneWholePageWithoutAnythingActive(String page) {
    assertThat(page)
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .doesNotContainIgnoringCase(
            "<script", "<img", "<iframe", "<link", "<object", "<base", "<a ")
        .doesNotContainPattern("(?i)\\b(src|href|srcset|action|on[a-z]+)\\s*=\\s*\"")
        .doesNotContainPattern("(?i)url\\(|@import|https?://")
        .doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\u202e\\u2028\\u0085]");
    for (String tag : List.of("div", "table", "tr", "ul", "span", "strong", "code", "h2", "main")) {
      assertThat(count(page, "<" + tag + "[ >]")).as(tag).isEqualTo(count(page, "</" + tag + ">"));
    }
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  /** For who wants to look: -Dintact.pages=DIR. */
  private static void show(String name, String page) throws Exception {
    String directory = System.getProperty("intact.pages", "");
    if (!directory.isEmpty()) {
      Files.writeString(Path.of(directory, name + ".html"), page);
    }
  }

  private static String plain(String page) {
    return page.replaceAll("(?s)<style>.*?</style>|<wbr>", "")
        .replaceAll("<[^>]+>", " ")
        .replace("&lt;", "<")
        .replaceAll("\\s+", " ");
  }

  @Test
  void aHealthyDayIsOneGlance() throws Exception {
    JsonObject report = healthy();
    String page = ReportPage.html(report);
    show("healthy", page);
    assertIsOneWholePageWithoutAnythingActive(page);
    assertThat(Members.string(report, "health")).isEqualTo("healthy");
    assertThat(DailyReport.isWorthSending(report)).isFalse();
    assertThat(plain(page))
        .contains("Healthy 0 open alerts (0 new since yesterday, 0 over), 0 unexplained violations")
        .contains("Open alerts None.")
        .contains("None since yesterday.")
        .contains("All were delivered.")
        .contains("316 changes explained")
        .contains("100.0\u202f% of 1\u202f452\u202f287 items verified")
        .contains("Record 4\u202f711 of the log ~monitor");
  }

  @Test
  void whatIsWrongStandsFirstWithAgeAndOwner() throws Exception {
    JsonObject report = three();
    String page = ReportPage.html(report);
    show("three", page);
    assertIsOneWholePageWithoutAnythingActive(page);
    String text = plain(page);
    assertThat(text)
        .contains("Critical 3 open alerts (3 new since yesterday, 1 over), 3 unexplained")
        .contains("2 more than in the report before")
        .contains("1 check failed and vouches for nothing.")
        .contains("17.0\u202f% of 1\u202f452\u202f287 items verified")
        .contains("88\u202f410 of 1\u202f292\u202f742")
        .contains("1 notification could not be delivered.")
        .contains("acknowledged by ada (rebuilding the machine)")
        .contains("nobody has taken it on")
        .contains("/etc/ssh/sshd_config : content tampered, modified")
        .contains("CHG-4711: new resolver")
        .contains("550 5.1.1 no such user");
    assertThat(text.indexOf("Critical 3 open")).isLessThan(text.indexOf("Open alerts"));
    assertThat(text.indexOf("Open alerts")).isLessThan(text.indexOf("Coverage"));
    assertThat(text.indexOf("Coverage")).isLessThan(text.indexOf("Approved changes"));
  }

  @Test
  void thousandsOfFindingsWithHostileNamesMakeAPageThatCanBeRead() throws Exception {
    JsonObject report = thousands();
    assertThat(Json.canonical(report).length).isLessThan(50_000);
    String page = ReportPage.html(report);
    show("thousands", page);
    assertIsOneWholePageWithoutAnythingActive(page);
    assertThat(page.length()).isLessThan(102_000); // more than that, mail programs cut
    assertThat(plain(page))
        .contains("5\u202f030 unexplained violations")
        .contains("and 4\u202f995 more")
        .contains("more alerts")
        .doesNotContain("Approved changes");
  }

  @Test
  void coverageIsNeverRoundedUpToAll() throws Exception {
    JsonObject report = healthy();
    JsonObject totals =
        Members.object(report, "totals").toBuilder().put("items_expected", 1_452_288).build();
    assertThat(plain(ReportPage.html(report.toBuilder().put("totals", totals).build())))
        .contains("99.9\u202f%");
  }

  @Test
  void theMessageSaysTheSameInPlainTextUnderASubjectThatIsTheSameEveryDay() throws Exception {
    Message message = ReportMessages.of("msg-1", three(), now);
    assertThat(message.title()).isEqualTo("[intact] CRITICAL web-1 3 open (3 new) 2026-03-02");
    assertThat(message.html()).isPresent();
    assertThat(message.text())
        .contains("3 violations (1 in the report before), 316 changes explained")
        .contains("CRITICAL bin, acknowledged by ada")
        .contains("given up: ops-mail");
  }
}
