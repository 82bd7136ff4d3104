package dev.intact.monitor;

import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.monitor.alert.Reports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * An installation in a process of its own, which goes to some point and waits there to be killed.
 */
final class Victim {

  static final String HERE = "HERE";

  /** Where it waits. */
  enum Point {
    /** Within the check that finds something. */
    FINDING,
    /** The finding, its alert and its message are recorded, and nothing is sent. */
    COMMITTED,
    /** As soon as the receiver lets it go on. */
    DELIVERED,
    /** Nowhere: it ends. */
    NOWHERE
  }

  private Victim() {}

  public static void main(String[] args) throws Exception {
    Point point = Point.valueOf(args[1]);
    try (Site site = new Site(Path.of(args[0]), "2026-03-02T12:00:00Z", args[2])) {
      site.subjects.results.put(
          "etc",
          check -> {
            if (point == Point.FINDING) {
              waitForTheEnd();
            }
            return CheckReport.of(
                check,
                List.of(Reports.changed("/etc/passwd", "aa", "bb")),
                new Coverage(100, 100),
                Instant.EPOCH,
                Duration.ofSeconds(1));
          });
      site.monitoring.tick();
      site.monitoring.awaitIdle();
      if (point == Point.COMMITTED) {
        waitForTheEnd();
      }
      site.monitoring.deliver();
      if (point == Point.DELIVERED) {
        waitForTheEnd();
      }
    }
  }

  private static void waitForTheEnd() throws InterruptedException {
    System.out.println(HERE);
    System.out.flush();
    new CountDownLatch(1).await();
  }
}
