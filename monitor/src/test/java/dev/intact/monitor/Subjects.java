package dev.intact.monitor;

import dev.intact.finding.Check;
import dev.intact.finding.CheckFailedException;
import dev.intact.finding.CheckReport;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** Subjects of the kind files, of which a test says what a check finds. */
final class Subjects implements CheckFinder {

  /** What a check does. */
  interface Result {
    CheckReport of(Check check) throws CheckFailedException, InterruptedException;
  }

  final Map<String, Result> results = new ConcurrentSkipListMap<>();
  final AtomicInteger runs = new AtomicInteger();
  final AtomicInteger running = new AtomicInteger();
  final AtomicInteger mostRunning = new AtomicInteger();

  void found(String subject, Finding... findings) {
    covered(subject, 100, 100, findings);
  }

  void covered(String subject, long checked, long expected, Finding... findings) {
    results.put(
        subject,
        check ->
            CheckReport.of(
                check,
                List.of(findings),
                new Coverage(checked, expected),
                Instant.EPOCH,
                Duration.ofSeconds(1)));
  }

  @Override
  public List<String> subjects(String kind) {
    return List.copyOf(results.keySet());
  }

  @Override
  public Check check(String kind, String subject) throws CheckFailedException {
    Result result = results.get(subject);
    if (!kind.equals("files") || result == null) {
      throw new CheckFailedException("there is no " + kind + " " + subject);
    }
    return new Check() {
      @Override
      public String kind() {
        return kind;
      }

      @Override
      public String subject() {
        return subject;
      }

      @Override
      public CheckReport run(LongConsumer progress)
          throws CheckFailedException, InterruptedException {
        runs.incrementAndGet();
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
          return result.of(this);
        } finally {
          running.decrementAndGet();
        }
      }
    };
  }
}
