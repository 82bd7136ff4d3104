package dev.intact.log.fault;

import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One life of a program on a disk: counts its calls, and fails or ends at one of them. */
public final class Process {

  /** What a call does; may leave a part undone. */
  interface Work<T> {
    T run(Fault.Effect effect) throws IOException;
  }

  private final Disk disk;
  private final Optional<Call> victim;
  private final Optional<Fault> fault;
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();
  private int callsWhenFired = -1;
  private boolean dead;

  Process(Disk disk, Optional<Call> victim, Optional<Fault> fault) {
    this.disk = disk;
    this.victim = victim;
    this.fault = fault;
  }

  /**
   * A directory of the disk, as this process sees it.
   *
   * @param name the directory
   * @return its storage
   */
  public Storage storage(String name) {
    return new SimulatedStorage(disk, this, name);
  }

  /** The calls so far, in order. */
  public List<Call> calls() {
    synchronized (disk) {
      return List.copyOf(calls);
    }
  }

  /** Whether its fault has happened. */
  public boolean fired() {
    synchronized (disk) {
      return callsWhenFired >= 0;
    }
  }

  /** The calls behind the fault. */
  public List<Call> callsSinceFault() {
    synchronized (disk) {
      return List.copyOf(calls.subList(callsWhenFired, calls.size()));
    }
  }

  /** Nothing that it does from now on has any effect. */
  public void kill() {
    synchronized (disk) {
      dead = true;
    }
  }

  <T> T call(String kind, String path, Work<T> work) throws IOException {
    synchronized (disk) {
      if (dead && kind.equals("close")) {
        return work.run(Fault.Effect.NONE); // the system closes what was open
      }
      if (dead) {
        throw new IOException("the process is dead");
      }
      Call call = new Call(kind, path, counts.merge(kind + ' ' + path, 1, Integer::sum) - 1);
      calls.add(call);
      if (!victim.equals(Optional.of(call)) || fault.isEmpty()) {
        return work.run(Fault.Effect.WHOLE);
      }
      callsWhenFired = calls.size();
      dead = fault.get().crash().isPresent();
      if (fault.get().effect() != Fault.Effect.NONE) {
        work.run(fault.get().effect());
      }
      throw new IOException("injected at " + call);
    }
  }
}
