package dev.intact.log;

import dev.intact.finding.Verdict;
import dev.intact.log.journal.Journal;
import dev.intact.log.journal.JournalPosition;
import dev.intact.log.journal.ReplayVisitor;
import dev.intact.merkle.TreeHasher;
import java.io.IOException;
import java.util.List;

/**
 * Replays the journal upon the tiles that the registry calls durable, by the same {@link TreeTail}
 * that ordinary work goes through. Entries below a log's durable size are passed over. A log whose
 * files are damaged, or do not reach to where the journal goes on, is refused and the others are
 * not; what the journal holds of it stays there.
 */
final class Recovery implements ReplayVisitor {

  private final LogStore store;
  private final Journal journal;
  private final TreeHasher hasher = new TreeHasher();

  Recovery(LogStore store, Journal journal, List<Registry.Known> durable) {
    this.store = store;
    this.journal = journal;
    for (Registry.Known log : durable) {
      store.recover(log.name(), log.size(), journal);
    }
  }

  @Override
  public void log(int number, String name) throws IOException {
    int next = store.logCount();
    if (number > next) {
      throw new IOException(
          "the journal registers log number " + number + ", " + next + " would be next");
    }
    if (number == next) {
      store.recover(name, 0, journal);
    } else if (!store.byNumber(number).name().equals(name)) {
      throw new IOException(
          "log number "
              + number
              + " is "
              + store.byNumber(number).name()
              + " and in the journal "
              + name);
    }
  }

  @Override
  public void record(long lsn, int number, long index, byte[] bytes, JournalPosition position)
      throws IOException {
    LogState log = store.byNumber(number);
    if (index > log.size()) {
      log.block(
          new DamageException(
              Verdict.MISSING,
              "its files have "
                  + log.size()
                  + " entries, the journal goes on with "
                  + index
                  + ": what is between is missing"));
    }
    if (log.isBlocked()) {
      log.withTail(tail -> {
        tail.hold(lsn);
        return tail;
      });
    }
    if (index == log.size()) {
      log.recovered(bytes, position, hasher.leaf(bytes), lsn);
    }
  }
}
