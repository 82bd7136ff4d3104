package dev.intact.log.fault;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** A disk for one process after the other. */
public final class SimulatedDisk {

  private final Disk disk = new Disk();

  /**
   * A process without a fault.
   *
   * @return it, alive
   */
  public Process start() {
    return new Process(disk, Optional.empty(), Optional.empty());
  }

  /**
   * A process with a fault.
   *
   * @param victim the call that fails
   * @param fault how
   * @return it, alive
   */
  public Process start(Call victim, Fault fault) {
    return new Process(disk, Optional.of(victim), Optional.of(fault));
  }

  /**
   * Takes what the end of a process, which must be dead, takes away.
   *
   * @param crash how it ended
   * @param random picks what had been written ahead
   */
  public void crash(Crash crash, RandomGenerator random) {
    disk.crash(crash, random);
  }

  /**
   * What anybody could read at this moment.
   *
   * @param path with the storage's name before it
   * @return the bytes, or empty if there is no such file
   */
  public Optional<byte[]> peek(String path) {
    synchronized (disk) {
      return disk.find(path).map(inode -> inode.bytes().clone());
    }
  }
}
