package dev.intact.monitor;

import dev.intact.finding.Check;
import dev.intact.finding.CheckFailedException;
import dev.intact.monitor.report.Approval;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be verified here. The program that knows the capabilities provides it. Thread-safe. */
public interface CheckFinder {

  /**
   * All subjects of a capability.
   *
   * @param kind the capability
   * @return their names, sorted
   * @throws CheckFailedException if there is no such capability, or its subjects cannot be listed
   */
  List<String> subjects(String kind) throws CheckFailedException;

  /**
   * The check of a subject.
   *
   * @param kind the capability
   * @param subject its name
   * @return the check
   * @throws CheckFailedException if there is no such capability or subject
   */
  Check check(String kind, String subject) throws CheckFailedException;

  /**
   * Whether checks of a capability build on earlier ones of this process: what one before it has
   * verified counts for nothing then, and its monitors run at once.
   *
   * @param kind the capability
   * @return false unless it says otherwise
   */
  default boolean beginsAnew(String kind) {
    return false;
  }

  /**
   * What people approved: changes that they took into what checks compare with. For the daily
   * report.
   *
   * @param since from when on
   * @return oldest first; empty if that is not known here, which is another thing than none
   * @throws InterruptedException if the thread was interrupted
   */
  default Optional<List<Approval>> approvals(Instant since) throws InterruptedException {
    return Optional.empty();
  }
}
