package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.StateFormatException;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonBoolean;
import dev.intact.json.JsonString;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a set's log says of the past. Every record is proven before it is used. */
final class SetHistory {

  private final SetLog log;
  private final ProvenEntries proven;

  SetHistory(SetLog log, ProvenEntries proven) {
    this.log = log;
    this.proven = proven;
  }

  /** A state is named once, when it is first met; a baseline and an acceptance always are. */
  List<HistoryEntry> of(ByteString path) throws LogException, IOException {
    List<HistoryEntry> found = new ArrayList<>();
    Set<RunRef> runs = new HashSet<>();
    Set<RunEntry> grown = new HashSet<>();
    log.acts(
        proven,
        act -> {
          if (!isLook(act) || runs.add(act.run())) {
            Optional<RunEntry> entry = find(act.run(), path);
            if (entry.isPresent()) {
              found.add(entry(act, entry.get()));
            }
          }
          // All that have grown stand in every check again.
          if (act.grown().isPresent() && runs.add(act.grown().get())) {
            Optional<RunEntry> entry = find(act.grown().get(), path).filter(grown::add);
            if (entry.isPresent()) {
              found.add(entry(act, entry.get()));
            }
          }
        });
    return found;
  }

  /** Whether it says what was found, and decides nothing. */
  static boolean isLook(Act act) throws IOException {
    return act.type().equals(SetLog.CHECK) || act.type().equals(SetLog.WATCH);
  }

  /** What is known of the path after each act, as long as it is what is searched for. */
  LastEqual lastEqual(ByteString path, String sha256) throws LogException, IOException {
    HashSearch search = new HashSearch(proven, path, sha256);
    log.acts(proven, search::act);
    return search.result();
  }

  private Optional<RunEntry> find(RunRef run, ByteString path) throws IOException {
    RunReader reader = new RunReader(proven, run);
    for (Optional<RunEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      if (next.get().path().equals(path)) {
        return next;
      }
    }
    return Optional.empty();
  }

  static HistoryEntry entry(Act act, RunEntry entry) throws IOException {
    boolean check = isLook(act);
    String found =
        Tags.verdict(entry.tag()).filter(v -> v != Verdict.OK).map(Verdict::name).orElse("grown")
            + (Tags.isExplained(entry.tag()) ? ", explained" : "")
            + (Tags.isTold(entry.tag()) ? ", told with another path" : "");
    try {
      Optional<FileState> state =
          entry.state().isPresent()
              ? Optional.of(FileState.read(entry.state().get().toBytes()))
              : Optional.empty();
      return new HistoryEntry(
          act.index(),
          act.time(),
          act.type().substring("file_".length()),
          Members.string(act.record(), "actor"),
          check ? found : Members.string(act.record(), "reason"),
          state);
    } catch (StateFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** A check that found nothing of a path. */
  static HistoryEntry asInForce(Act act, Optional<FileState> state) throws IOException {
    return new HistoryEntry(
        act.index(), act.time(), "check", Members.string(act.record(), "actor"), "", state);
  }

  /**
   * What people decided, found from the end: an act says where those before it stand, so that what
   * is older is not read.
   */
  List<SetDecision> decisions(Instant since) throws LogException, IOException {
    String from = RecordTime.format(since);
    List<SetDecision> found = new ArrayList<>();
    Optional<Long> next = latest(log.heads(proven));
    while (next.isPresent()) {
      Act act = log.act(proven, next.get());
      if (act.time().compareTo(from) < 0) {
        break;
      }
      if (!act.record().get("automatic").equals(Optional.of(new JsonBoolean(true)))) {
        found.add(decision(act));
      }
      next = latest(Heads.before(act));
    }
    return found.reversed();
  }

  private static Optional<Long> latest(Heads heads) {
    return Stream.concat(heads.baseline().stream(), heads.accept().stream()).max(Long::compare);
  }

  private static SetDecision decision(Act act) throws IOException {
    return new SetDecision(
        act.index(),
        RecordTime.parse(act.time()).orElseThrow(() -> new IOException("no time: " + act.index())),
        new Decision(
            Members.string(act.record(), "actor"), act.record().string("reason").orElse("")),
        act.type().equals(SetLog.BASELINE),
        act.record().integer("entries").orElse(0L),
        act.record().array("paths").orElse(List.of()).stream()
            .filter(JsonString.class::isInstance)
            .map(p -> ((JsonString) p).value())
            .toList());
  }

  /** Each state of each path counts once. */
  SetSummary summary(String set, Instant since) throws LogException, IOException {
    String from = RecordTime.format(since);
    Map<Verdict, Long> found = new EnumMap<>(Verdict.class);
    Set<RunRef> runs = new HashSet<>();
    Set<RunEntry> seen = new HashSet<>();
    long[] counts = new long[3]; // checks, clean ones, explained findings
    log.acts(
        proven,
        act -> {
          if (!isLook(act) || act.time().compareTo(from) < 0) {
            return;
          }
          if (act.type().equals(SetLog.CHECK)) {
            counts[0]++;
            counts[1] += Members.string(act.record(), "verdict").equals(Verdict.OK.name()) ? 1 : 0;
          }
          if (runs.add(act.run())) {
            RunReader reader = new RunReader(proven, act.run());
            for (Optional<RunEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
              if (seen.add(next.get())) {
                count(next.get(), found, counts);
              }
            }
          }
        });
    return new SetSummary(set, since, counts[0], counts[1], found, counts[2]);
  }

  private static void count(RunEntry entry, Map<Verdict, Long> found, long[] counts) {
    if (Tags.isTold(entry.tag())) {
      return;
    }
    if (Tags.isExplained(entry.tag())) {
      counts[2]++;
    } else {
      Tags.verdict(entry.tag()).ifPresent(v -> found.merge(v, 1L, Long::sum));
    }
  }
}
