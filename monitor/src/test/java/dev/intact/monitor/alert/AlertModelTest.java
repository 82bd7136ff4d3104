package dev.intact.monitor.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.finding.Finding;
import dev.intact.testkit.Gen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Holds any sequence of checks, silences, acknowledgements and pauses against a simple model. */
final class AlertModelTest {

  private static final Target TARGET = new Target("etc", "files", "etc");
  private static final Duration STEP = Duration.ofMinutes(15);

  /** What people should know, by sets and counters alone. */
  private static final class Model {
    private Set<String> wrong = Set.of();
    private boolean failed;
    private Set<String> told = new HashSet<>();
    private boolean silent;

    Optional<Level> level() {
      return wrong.isEmpty()
          ? Optional.empty()
          : Optional.of(wrong.size() >= 5 ? Level.CRITICAL : Level.WARNING);
    }
  }

  private final List<Change> recorded = new ArrayList<>();
  private final List<Silence> silences = new ArrayList<>();
  private AlertBook book = new AlertBook();
  private Model model = new Model();
  private Instant now = Instant.EPOCH;

  private void begin() {
    book = new AlertBook();
    model = new Model();
    now = Instant.parse("2026-03-01T00:00:00Z");
    recorded.clear();
    silences.clear();
  }

  private List<Change> done(List<Change> changes) {
    changes.forEach(book::apply);
    recorded.addAll(changes);
    return changes;
  }

  private Optional<Alert> alert(Cause cause) {
    return book.active().stream().filter(a -> a.cause() == cause).findFirst();
  }

  @Test
  void everySequenceAgreesWithTheModel() {
    Gen.check(
        300,
        60,
        (random, size) -> {
          begin();
          for (int i = 0; i < size; i++) {
            step(random);
            assertThat(alert(Cause.VIOLATIONS).map(Alert::level)).isEqualTo(model.level());
            assertThat(alert(Cause.MONITOR_FAILED).isPresent()).isEqualTo(model.failed);
          }
          replayed();
        });
  }

  private void step(SplittableRandom random) throws Exception {
    now = now.plus(STEP.multipliedBy(random.nextInt(1, 8)));
    model.silent = silences.stream().anyMatch(s -> s.until().isAfter(now));
    switch (random.nextInt(12)) {
      case 0 -> failure();
      case 1 -> acknowledge();
      case 2 -> silence(random);
      case 3, 4 -> due();
      case 5 -> resolve();
      case 6 -> endSilence();
      default -> check(random);
    }
  }

  private void check(SplittableRandom random) {
    Set<String> found = new HashSet<>();
    int count = random.nextInt(7);
    for (int i = 0; i < count; i++) {
      found.add("/etc/" + random.nextInt(8));
    }
    boolean higher = found.size() >= 5 && model.wrong.size() < 5;
    boolean fresh = !model.wrong.containsAll(found) || found.size() > model.wrong.size();
    List<Change> changes =
        done(
            book.checked(
                TARGET,
                Reports.of(
                    found.stream()
                        .map(p -> Reports.changed(p, "aa", "bb"))
                        .toArray(Finding[]::new)),
                Thresholds.of("files"),
                now));
    boolean told = changes.stream().anyMatch(c -> c.told() && c.kind() != Change.Kind.RESOLVED);
    assertThat(told)
        .as("told of " + found + " after " + model.wrong)
        .isEqualTo(!model.silent && !found.isEmpty() && (fresh || higher));
    boolean over =
        changes.stream()
            .anyMatch(c ->
                c.told()
                    && c.kind() == Change.Kind.RESOLVED
                    && c.alert().cause() == Cause.VIOLATIONS);
    assertThat(over).isEqualTo(found.isEmpty() && !model.told.isEmpty());
    if (found.isEmpty()) {
      model.told.clear();
    } else if (told) {
      model.told.addAll(found);
    }
    model.wrong = found;
    model.failed = false;
  }

  private void failure() {
    boolean before = model.failed;
    List<Change> changes =
        done(book.failed(TARGET, Cause.MONITOR_FAILED, "it hangs", now).stream().toList());
    assertThat(changes).hasSize(before ? 0 : 1);
    assertThat(changes.stream().anyMatch(Change::told)).isEqualTo(!before && !model.silent);
    model.failed = true;
  }

  private void acknowledge() throws NoSuchAlertException {
    Optional<Alert> alert = alert(Cause.VIOLATIONS);
    if (alert.isPresent()) {
      done(List.of(book.acknowledge(alert.get().id(), "ada", "looking", now)));
      assertThat(
              book.due(now.plus(Duration.ofDays(30)), AlertPolicy.DEFAULT).stream()
                  .filter(c -> c.alert().cause() == Cause.VIOLATIONS))
          .isEmpty();
    }
  }

  /** Whoever was told that it began is told that it is over; what is still there begins anew. */
  private void resolve() throws NoSuchAlertException {
    Optional<Alert> alert = alert(Cause.VIOLATIONS);
    if (alert.isPresent()) {
      Change over = done(List.of(book.resolve(alert.get().id(), "ada", "was me", now))).getFirst();
      assertThat(over.told()).isEqualTo(alert.get().notifiedAt().isPresent());
      assertThat(book.resolved().getFirst().handledBy()).contains("ada");
      model.wrong = Set.of();
      model.told.clear();
    }
  }

  private void endSilence() throws NoSuchAlertException {
    List<Silence> running = book.silences(now);
    if (!running.isEmpty()) {
      Silence ended = book.ended(running.getFirst().id(), now);
      book.apply(ended);
      silences.replaceAll(s -> s.id().equals(ended.id()) ? ended : s);
      assertThat(book.silences(now)).hasSize(running.size() - 1);
    }
  }

  private void silence(SplittableRandom random) {
    Silence silence =
        new Silence(
            "s" + silences.size(),
            "*",
            "ada",
            "work",
            now,
            now.plus(STEP.multipliedBy(random.nextInt(1, 20))));
    silences.add(silence);
    book.apply(silence);
  }

  private void due() {
    List<Alert> before = book.active();
    List<Change> changes = done(book.due(now, AlertPolicy.DEFAULT));
    if (model.silent) {
      assertThat(changes).isEmpty();
    }
    for (Change change : changes) {
      assertThat(change.told()).isTrue();
      Alert was =
          before.stream().filter(a -> a.id().equals(change.alert().id())).findFirst().orElseThrow();
      assertThat(was.state()).as("who has taken it on is left alone").isEqualTo(State.OPEN);
      if (change.kind() == Change.Kind.ESCALATED) {
        assertThat(was.escalatedAt()).as("once").isEmpty();
        assertThat(was.urgentSince().plus(AlertPolicy.DEFAULT.escalateAfter()))
            .isBeforeOrEqualTo(now);
      }
      if (change.alert().cause() == Cause.VIOLATIONS) {
        assertThat(model.failed).isFalse();
        model.told.addAll(model.wrong);
      }
    }
    for (Alert alert : model.silent ? List.<Alert>of() : book.active()) {
      boolean waits =
          alert.state() == State.OPEN
              && !(alert.cause() == Cause.VIOLATIONS && model.failed)
              && !alert.urgentSince().plus(AlertPolicy.DEFAULT.escalateAfter()).isAfter(now);
      assertThat(!waits || alert.escalatedAt().isPresent()).as("nobody waits unheard").isTrue();
    }
    assertThat(book.due(now, AlertPolicy.DEFAULT)).as("nothing is due twice").isEmpty();
  }

  /** Another book that is told only of what was recorded knows the same. */
  private void replayed() {
    AlertBook again = new AlertBook();
    for (Change change : recorded) {
      Alert alert = Alert.parse(change.alert().toJson());
      again.apply(new Change(change.kind(), alert, change.actor(), change.at(), change.told()));
    }
    silences.forEach(s -> again.apply(Silence.parse(s.toJson())));
    assertThat(again.active()).isEqualTo(book.active());
    assertThat(again.resolved()).isEqualTo(book.resolved());
    assertThat(again.silences(now)).isEqualTo(book.silences(now));
  }
}
