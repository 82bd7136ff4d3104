package dev.intact.monitor;

import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.monitor.config.MonitorConfig;
import dev.intact.monitor.report.Approval;
import dev.intact.monitor.report.DailyReport;
import dev.intact.monitor.report.ReportSchedule;
import dev.intact.monitor.state.Acts;
import dev.intact.monitor.state.MonitorState;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Makes reports: that of a day when it is due, and that of a moment. Thread-safe. */
final class Reporter {

  private final MonitorSetup setup;
  private final Desk desk;

  Reporter(MonitorSetup setup, Desk desk) {
    this.setup = setup;
    this.desk = desk;
  }

  private static Optional<LocalDate> due(MonitorState state, MonitorConfig config, Instant now) {
    List<LocalDate> made = state.reports().stream().map(m -> LocalDate.parse(m.date())).toList();
    LocalDate start = ReportSchedule.day(config.report(), state.firstAt().orElse(now));
    return ReportSchedule.due(config.report(), made, start, now);
  }

  void tick() throws LogException, IOException, InterruptedException {
    if (desk.with((state, config, now) -> due(state, config, now).isPresent())) {
      make();
    }
  }

  private void make() throws LogException, IOException, InterruptedException {
    Optional<List<Approval>> approvals = approvals();
    desk.with((state, config, now) -> {
      Optional<LocalDate> day = due(state, config, now);
      if (day.isPresent()) {
        JsonObject report = DailyReport.of(state, config, host(config), approvals, day.get(), now);
        boolean sent = config.report().always() || DailyReport.isWorthSending(report);
        desk.record(
            Acts.REPORT,
            "intact",
            Acts.report(day.get().toString(), report, sent ? config.reported() : List.of(), now));
      }
      return true;
    });
  }

  /** The report of this moment, which is not kept. */
  JsonObject now() throws LogException, IOException, InterruptedException {
    Optional<List<Approval>> approvals = approvals();
    return desk.with((state, config, now) ->
        DailyReport.of(
            state, config, host(config), approvals, ReportSchedule.day(config.report(), now), now));
  }

  /** Asked for without holding the desk: it may wait for whoever waits for the desk. */
  private Optional<List<Approval>> approvals() throws InterruptedException {
    return setup.checks().approvals(desk.now().minus(DailyReport.DAY));
  }

  private String host(MonitorConfig config) {
    return config.host().orElse(setup.channels().host());
  }
}
