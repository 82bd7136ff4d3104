package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.ScanRules;
import dev.intact.json.CanonicalScanner;
import dev.intact.json.CanonicalScanner.Span;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A baseline that was begun and not finished. What it had established stands in the set's log, in
 * pieces that name the act that began it; each is proven before it is used, so that nobody plants a
 * hash who could not sign one. An attempt that went on from another one and did not get as far has
 * the rest from that.
 */
final class Unfinished {

  /** What was read longer ago is read again: a baseline says what is there about now. */
  static final Duration LONGEST = Duration.ofDays(7);

  private static final String RULES = "rules";
  private static final String SINCE = "started_at";
  private static final String CONTINUES = "continues";

  private final ProvenEntries proven;
  private final List<Act> attempts; // the last one first
  private final Instant since;

  private Unfinished(ProvenEntries proven, List<Act> attempts, Instant since) {
    this.proven = proven;
    this.attempts = attempts;
    this.since = since;
  }

  /** The attempts since the last baseline, if the last was by these rules and not too long ago. */
  static Optional<Unfinished> find(
      SetLog log, ProvenEntries proven, Heads heads, ScanRules rules, Instant now)
      throws LogException, IOException {
    if (heads.begun().isEmpty()) {
      return Optional.empty();
    }
    Act last = log.act(proven, heads.begun().get());
    Instant since = time(last);
    byte[] by = Json.canonical(Members.object(last.record(), RULES));
    if (!Arrays.equals(by, Json.canonical(RulesJson.write(rules)))
        || since.isAfter(now)
        || since.isBefore(now.minus(LONGEST))) {
      return Optional.empty();
    }
    List<Act> attempts = new ArrayList<>(List.of(last));
    Optional<Long> before = last.record().integer(CONTINUES);
    while (before.isPresent()) {
      attempts.add(log.act(proven, before.get()));
      before = attempts.getLast().record().integer(CONTINUES);
    }
    return Optional.of(new Unfinished(proven, attempts, since));
  }

  private static Instant time(Act act) throws IOException {
    try {
      return Instant.parse(Members.string(act.record(), SINCE));
    } catch (DateTimeException e) {
      throw new IOException("the time of record " + act.index() + " is none", e);
    }
  }

  /** Records that a baseline begins, which may go on from another one. */
  static Act begin(
      SetLog log,
      String set,
      String actor,
      Heads heads,
      ScanRules rules,
      Instant since,
      Optional<Unfinished> earlier)
      throws LogException, InterruptedException {
    JsonObject.Builder record =
        JsonObject.builder()
            .put("set", set)
            .put(RULES, RulesJson.write(rules))
            .put(SINCE, since.toString());
    earlier.ifPresent(e -> record.put(CONTINUES, e.attempts.getFirst().index()));
    return log.append(SetLog.BEGUN, actor, heads, record);
  }

  /** When the first attempt began: nothing was read before. */
  Instant since() {
    return since;
  }

  /** All that was established, each path once. */
  Expected states() {
    return new States();
  }

  private final class States implements Expected {

    private final Deque<Act> left = new ArrayDeque<>(attempts);
    private final Deque<RunEntry> piece = new ArrayDeque<>();
    private long begun = -1;
    private long at;
    private Optional<ByteString> last = Optional.empty();

    @Override
    public Optional<Entry> next() throws IOException {
      while (true) {
        while (piece.isEmpty()) {
          if (!fill()) {
            return Optional.empty();
          }
        }
        RunEntry entry = piece.remove();
        boolean behind = last.isEmpty() || PathOrder.WALK.compare(entry.path(), last.get()) > 0;
        if (behind && entry.state().isPresent()) {
          last = Optional.of(entry.path());
          return Optional.of(new Entry(entry.path(), entry.state().get()));
        }
      }
    }

    /** The next piece of the attempt, or of the one before it; false if there is none. */
    private boolean fill() throws IOException {
      while (!isPiece()) {
        if (left.isEmpty()) {
          return false;
        }
        begun = left.remove().index();
        at = begun + 1;
      }
      RunReader in = new RunReader(proven, new RunRef(at, 1, ""));
      at++;
      for (Optional<RunEntry> next = in.next(); next.isPresent(); next = in.next()) {
        piece.add(next.get());
      }
      return true;
    }

    private boolean isPiece() throws IOException {
      if (begun < 0 || at >= proven.head().size()) {
        return false;
      }
      try {
        byte[] record = proven.entry(at);
        Optional<Span> of = CanonicalScanner.member(record, RunAppender.BEGUN);
        String index = Long.toString(begun);
        return CanonicalScanner.string(record, "event_type").equals(Optional.of(RunAppender.TYPE))
            && of.isPresent()
            && index.equals(
                new String(record, of.get().start(), of.get().length(), StandardCharsets.US_ASCII));
      } catch (LogException e) {
        throw new RunException(e);
      }
    }
  }
}
