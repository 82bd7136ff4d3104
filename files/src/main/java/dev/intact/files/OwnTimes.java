package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.StateFormatException;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What our own files that come and go do to the times of the directories that they are in. States
 * of a directory that only such an act lies between count as the same; a state that anything else
 * led to does not. Thread-safe.
 */
final class OwnTimes {

  private static final String MEMBER = "own";

  /** A check that is at work may still hold what it saw so many acts ago. */
  private static final int REMEMBERED = 100;

  /**
   * States of a directory that are the same but for our own acts, in their order.
   *
   * @param kept those that may be in force, and are not forgotten
   */
  private record Chain(List<ByteString> states, Set<ByteString> kept) {
    Chain {
      states = List.copyOf(states);
      kept = Set.copyOf(kept);
    }

    static Chain from(ByteString first) {
      return new Chain(List.of(first), Set.of(first));
    }

    boolean holds(Optional<ByteString> state) {
      return state.filter(states::contains).isPresent();
    }

    Chain and(List<ByteString> more) {
      List<ByteString> all = new ArrayList<>(states);
      all.addAll(more);
      List<ByteString> dropped = all.stream().filter(s -> !kept.contains(s)).toList();
      all.removeAll(dropped.subList(0, Math.max(0, dropped.size() - REMEMBERED)));
      return new Chain(all, kept);
    }

    Chain keeping(ByteString state) {
      Set<ByteString> more = new HashSet<>(kept);
      more.add(state);
      return new Chain(states, more);
    }
  }

  /** So many are remembered of one directory, the newest last. */
  private static final int CHAINS = 10;

  private final Map<ByteString, List<Chain>> chains = new ConcurrentHashMap<>();
  private final ReentrantLock acting = new ReentrantLock();

  /** Held from before a file of ours is made until it is known what that did. */
  ReentrantLock acting() {
    return acting;
  }

  /** An act begins: who sees this directory's state meanwhile waits for what is known of it. */
  void begins(ByteString directory) {
    chains.putIfAbsent(directory, List.of());
  }

  /**
   * An act has moved a directory's times, and nobody else had a hand in it.
   *
   * @return whether it has moved nothing else
   */
  boolean moved(ByteString directory, ByteString before, ByteString during, ByteString after) {
    if (!isTimeOnly(before, during) || !isTimeOnly(during, after)) {
      return false;
    }
    List<Chain> all = new ArrayList<>(chains.getOrDefault(directory, List.of()));
    boolean goesOn = !all.isEmpty() && all.getLast().states.getLast().equals(before);
    Chain chain = goesOn ? all.removeLast() : Chain.from(before);
    all.add(chain.and(List.of(during, after)));
    chains.put(directory, List.copyOf(all.subList(Math.max(0, all.size() - CHAINS), all.size())));
    return true;
  }

  private static boolean isTimeOnly(ByteString a, ByteString b) {
    try {
      return Comparison.of(FileState.read(a.toBytes()), FileState.read(b.toBytes())).isTimeOnly();
    } catch (StateFormatException e) {
      return false;
    }
  }

  /** As seen without our own acts; empty if nothing else is different. Does not wait. */
  Optional<Observed> compared(Observed observed) {
    Optional<Chain> was = holding(observed.path(), observed.before());
    Optional<Chain> is = holding(observed.path(), observed.after());
    if (observed.trouble().isPresent()) {
      return Optional.of(observed);
    }
    if (was.isPresent() && was.equals(is)) {
      return Optional.empty();
    }
    return Optional.of(
        new Observed(
            observed.path(),
            was.map(c -> c.states.getLast()).or(observed::before),
            is.map(c -> c.states.getFirst()).or(observed::after),
            Optional.empty()));
  }

  /** The same, as it is to be recorded: with the times that it has by now. */
  Optional<Observed> recorded(Observed observed) {
    Optional<Chain> is = holding(observed.path(), observed.after());
    Optional<Observed> other = compared(observed);
    if (other.isEmpty() || is.isEmpty() || observed.trouble().isPresent()) {
      return other;
    }
    ByteString now = is.get().states.getLast();
    chains.computeIfPresent(
        observed.path(),
        (path, all) -> all.stream().map(c -> c.equals(is.get()) ? c.keeping(now) : c).toList());
    return other.map(o -> new Observed(o.path(), o.before(), Optional.of(now), o.trouble()));
  }

  private Optional<Chain> holding(ByteString directory, Optional<ByteString> state) {
    return chains.getOrDefault(directory, List.of()).stream()
        .filter(chain -> chain.holds(state))
        .findFirst();
  }

  /** Waits until it is known what an act has done to this directory that goes on now. */
  void await(ByteString directory) {
    if (chains.containsKey(directory)) {
      acting.lock();
      acting.unlock();
    }
  }

  /** Puts what is known into a record: states that may be in force, and the last. */
  void write(JsonObject.Builder record) {
    List<JsonValue> written = new ArrayList<>();
    chains.forEach((directory, all) -> {
      for (Chain chain : all) {
        ByteString last = chain.states.getLast();
        List<String> states =
            chain.states.stream()
                .filter(s -> chain.kept.contains(s) || s.equals(last))
                .map(s -> Base64.getEncoder().encodeToString(s.toBytes()))
                .toList();
        written.add(
            JsonObject.builder()
                .put("path", directory.display())
                .put("states", JsonArray.ofStrings(states))
                .build());
      }
    });
    if (!written.isEmpty()) {
      record.put(MEMBER, new JsonArray(written));
    }
  }

  /** Takes over what the log says of directories that nothing is known of here. */
  void read(SetLog log, ProvenEntries proven, Heads heads) throws LogException, IOException {
    if (heads.watch().isEmpty()) {
      return;
    }
    Act act = log.act(proven, heads.watch().get());
    Map<ByteString, List<Chain>> read = new HashMap<>();
    for (JsonValue value : act.record().array(MEMBER).orElse(List.of())) {
      if (!(value instanceof JsonObject chain)) {
        throw new IOException("record " + act.index() + ": " + MEMBER + " holds no objects");
      }
      List<ByteString> states = new ArrayList<>();
      for (String state : Members.strings(chain, "states")) {
        states.add(state(state));
      }
      if (!states.isEmpty()) {
        read.computeIfAbsent(
                ByteString.parse(Members.string(chain, "path")), p -> new ArrayList<>())
            .add(new Chain(states, new HashSet<>(states)));
      }
    }
    read.forEach((directory, all) ->
        chains.merge(directory, List.copyOf(all), (now, then) -> now.isEmpty() ? then : now));
  }

  private static ByteString state(String base64) throws IOException {
    try {
      return ByteString.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new IOException("a state of a directory is no base64", e);
    }
  }
}
