package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.explain.Memory;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.PathOrder;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in force for a set: the states of its baseline, and over them what was accepted since.
 * Read from the log, never from a view.
 */
final class Baseline {

  /** Accepted states are held in memory; beyond this a new baseline is the better way. */
  static final int MAX_ACCEPTED = 100_000;

  private final ProvenEntries proven;
  private final Act act;
  private final ScanRules rules;
  private final TreeMap<ByteString, Optional<ByteString>> accepted = new TreeMap<>(PathOrder.WALK);
  private final TreeMap<ByteString, Optional<ByteString>> grown = new TreeMap<>(PathOrder.WALK);
  private final Instant started;
  private final List<Act> acts;
  private Act facts;

  private Baseline(ProvenEntries proven, Act act, List<Act> later) throws IOException {
    this.proven = proven;
    this.act = act;
    this.rules = rules(act);
    this.started = time(act);
    this.facts = act;
    this.acts = new ArrayList<>(List.of(act));
    acts.addAll(later);
    for (Act one : later) {
      if (one.type().equals(SetLog.CHECK)) {
        read(one.grown().orElseThrow(), grown);
        grown.keySet().forEach(accepted::remove);
      } else {
        if (Facts.isIn(one.record())) {
          facts = one;
        }
        TreeMap<ByteString, Optional<ByteString>> states = new TreeMap<>(PathOrder.WALK);
        read(one.run(), states);
        accepted.putAll(states);
        states.keySet().forEach(grown::remove);
      }
    }
  }

  private void read(RunRef ref, TreeMap<ByteString, Optional<ByteString>> into) throws IOException {
    RunReader run = new RunReader(proven, ref);
    for (Optional<RunEntry> next = run.next(); next.isPresent(); next = run.next()) {
      into.put(next.get().path(), next.get().state());
    }
  }

  static Baseline read(SetLog log, ProvenEntries proven, SetLog.Heads heads)
      throws LogException, IOException {
    long at = heads.baseline().orElseThrow();
    List<Act> later = new ArrayList<>();
    Optional<Long> next = heads.accept();
    while (next.isPresent()) {
      Act accept = log.act(proven, next.get());
      later.add(accept);
      next = SetLog.Heads.before(accept).accept();
    }
    // What has grown until the last check stands there, of all files.
    if (heads.check().filter(check -> check > at).isPresent()) {
      Act check = log.act(proven, heads.check().get());
      if (check.grown().isPresent()) {
        later.add(check);
      }
    }
    later.sort(Comparator.comparingLong(Act::index));
    return new Baseline(proven, log.act(proven, at), later);
  }

  private static ScanRules rules(Act act) throws IOException {
    try {
      return RulesJson.read(Members.object(act.record(), "rules"));
    } catch (IllegalArgumentException e) {
      throw new IOException("the rules of the baseline are none: " + e.getMessage(), e);
    }
  }

  private static Instant time(Act act) throws IOException {
    try {
      return Instant.parse(Members.string(act.record(), "started_at"));
    } catch (DateTimeException e) {
      throw new IOException("the baseline's time is none: " + e.getMessage(), e);
    }
  }

  Act act() {
    return act;
  }

  ScanRules rules() {
    return rules;
  }

  /** When its first entry may have been read. */
  Instant started() {
    return started;
  }

  /** What was accepted since or has grown, with what is gone by it as empty. */
  TreeMap<ByteString, Optional<ByteString>> accepted() {
    TreeMap<ByteString, Optional<ByteString>> over = new TreeMap<>(accepted);
    over.putAll(grown);
    return over;
  }

  int acceptedCount() {
    return accepted.size();
  }

  /** What is in force of files that have grown since it was recorded. */
  Map<ByteString, Optional<ByteString>> grown() {
    return Collections.unmodifiableMap(grown);
  }

  long epoch() throws IOException {
    return Members.integer(act.record(), "epoch");
  }

  /** What a source of explanations remembered when the whole set was last committed to. */
  Memory memory(String source) {
    return Facts.memory(proven, facts.record(), source);
  }

  /** Whether there may be texts. */
  boolean keepsTexts() {
    return acts.stream().anyMatch(Texts::areIn);
  }

  /** The text that a path had with a content, without its secrets, if it was kept. */
  Optional<List<String>> text(ByteString path, String sha256) throws LogException, IOException {
    return Texts.find(proven, acts, path, sha256);
  }

  /** Its states with the accepted ones in their places, of these paths and what is under them. */
  Expected expected(List<ByteString> roots) throws IOException {
    return new Merged(new RunReader(proven, act.run()), accepted(), roots);
  }

  /** Joins the two; what was accepted counts. */
  private static final class Merged implements Expected {
    private final RunReader run;
    private final TreeMap<ByteString, Optional<ByteString>> over;
    private final List<ByteString> roots;
    private Optional<RunEntry> below;
    private Optional<Map.Entry<ByteString, Optional<ByteString>>> above;

    Merged(RunReader run, TreeMap<ByteString, Optional<ByteString>> over, List<ByteString> roots)
        throws IOException {
      this.run = run;
      this.over = over;
      this.roots = roots;
      this.below = run.next();
      this.above = Optional.ofNullable(over.firstEntry());
    }

    @Override
    public Optional<Entry> next() throws IOException {
      while (true) {
        Optional<RunEntry> next = step();
        if (next.isEmpty()) {
          return Optional.empty();
        }
        RunEntry entry = next.get();
        if (entry.state().isPresent() && isWanted(entry.path())) {
          return Optional.of(new Entry(entry.path(), entry.state().get()));
        }
      }
    }

    private boolean isWanted(ByteString path) {
      for (ByteString root : roots) {
        if (PathOrder.isWithin(path, root)) {
          return true;
        }
      }
      return false;
    }

    private Optional<RunEntry> step() throws IOException {
      if (above.isEmpty()) {
        return stepBelow();
      }
      int order =
          below.isEmpty() ? 1 : PathOrder.WALK.compare(below.get().path(), above.get().getKey());
      if (order < 0) {
        return stepBelow();
      }
      if (order == 0) {
        below = run.next();
      }
      RunEntry entry = new RunEntry(above.get().getKey(), 0, above.get().getValue());
      above = Optional.ofNullable(over.higherEntry(entry.path()));
      return Optional.of(entry);
    }

    private Optional<RunEntry> stepBelow() throws IOException {
      Optional<RunEntry> entry = below;
      below = entry.isPresent() ? run.next() : entry;
      return entry;
    }
  }
}
