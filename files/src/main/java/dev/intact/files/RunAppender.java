package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.RunEntry;
import dev.intact.files.scan.RunWriter;
import dev.intact.json.JsonObject;
import dev.intact.log.Appended;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogFutures;
import dev.intact.log.RecordDraft;
import dev.intact.log.RecordIds;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Appends states to a set's log, many to a record. They count for nothing until the record that
 * names them is there. Not thread-safe; nobody else appends to the log meanwhile.
 */
final class RunAppender {

  static final String TYPE = "file_states";
  static final String FORMAT = "intact-files/v1";

  private static final int MOST_PENDING = 32;

  private final Log log;
  private final RecordIds ids;
  private final String actor;
  private final RunWriter piece = new RunWriter();
  private final MessageDigest digest = RunDigest.sha256();
  private final Deque<CompletableFuture<Appended>> pending = new ArrayDeque<>();
  private long first = -1;
  private long last = -1;
  private long entries;

  RunAppender(Log log, RecordIds ids, String actor) {
    this.log = log;
    this.ids = ids;
    this.actor = actor;
  }

  void add(RunEntry entry) throws LogException, InterruptedException {
    entries++;
    if (piece.add(entry)) {
      append();
    }
  }

  long entries() {
    return entries;
  }

  private void append() throws LogException, InterruptedException {
    JsonObject.Builder record =
        JsonObject.builder()
            .put("event_type", TYPE)
            .put("format", FORMAT)
            .put("entries", piece.count());
    ByteString bytes = piece.take();
    digest.update(bytes.toBytes());
    String id = ids.next();
    record.put("audit_id", id).put("states", bytes.base64());
    pending.add(log.append(RecordDraft.of(id, record, true, List.of(), actor)));
    while (pending.size() > MOST_PENDING) {
      await();
    }
  }

  private void await() throws LogException, InterruptedException {
    long index = LogFutures.await(pending.remove()).index();
    if (first < 0) {
      first = index;
    } else if (index != last + 1) {
      throw new IllegalStateException("somebody else writes to log " + log.name());
    }
    last = index;
  }

  /** Appends what is left and waits until all of it is durable. */
  RunRef finish() throws LogException, InterruptedException {
    if (piece.count() > 0) {
      append();
    }
    while (!pending.isEmpty()) {
      await();
    }
    return new RunRef(
        Math.max(first, 0),
        first < 0 ? 0 : last - first + 1,
        HexFormat.of().formatHex(digest.digest()));
  }
}
