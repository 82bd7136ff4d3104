package dev.intact.files.watch;

import dev.intact.files.LiveSet.Found;
import dev.intact.files.LiveSet.Seen;
import dev.intact.files.scan.ByteString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts off what was seen of roots while a canary was out: its own part in it is known when it has
 * landed. Used by one thread.
 */
final class Airspace {

  private final Canaries canaries;
  private final Set<ByteString> putOff = new HashSet<>();
  private long flights;
  private boolean flying;

  Airspace(Canaries canaries) {
    this.canaries = canaries;
  }

  /** A look begins. */
  void begin() {
    flying = canaries.isFlying();
    flights = canaries.flights();
  }

  /** What was seen since, without roots if a canary was out at any time of it. */
  Seen clear(Seen seen, List<ByteString> roots) {
    if (!flying && flights == canaries.flights()) {
      return seen;
    }
    Stream.of(seen.exact(), seen.deep(), seen.found().stream().map(Found::path).toList())
        .flatMap(List::stream)
        .filter(roots::contains)
        .forEach(putOff::add);
    return new Seen(
        seen.exact().stream().filter(path -> !roots.contains(path)).toList(),
        seen.deep(),
        seen.found().stream().filter(found -> !roots.contains(found.path())).toList(),
        seen.uses().stream().filter(use -> !roots.contains(use.path())).toList());
  }

  /** Of these nothing is known by now. */
  Set<ByteString> putOff() {
    return Set.copyOf(putOff);
  }

  /** What is to be looked at again by now. */
  Set<ByteString> due() {
    if (canaries.isFlying() || putOff.isEmpty()) {
      return Set.of();
    }
    Set<ByteString> due = Set.copyOf(putOff);
    putOff.clear();
    return due;
  }
}
