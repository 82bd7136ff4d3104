package dev.intact.files;

import dev.intact.files.scan.ByteString;
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
 * Appends bytes to a set's log, a piece to a record. They count for nothing until the record that
 * names them is there. Not thread-safe; nobody else appends to the log meanwhile.
 */
final class PieceAppender {

  private static final int MOST_PENDING = 32;

  private final Log log;
  private final RecordIds ids;
  private final String actor;
  private final MessageDigest digest = RunDigest.sha256();
  private final Deque<CompletableFuture<Appended>> pending = new ArrayDeque<>();
  private long first = -1;
  private long last = -1;

  PieceAppender(Log log, RecordIds ids, String actor) {
    this.log = log;
    this.ids = ids;
    this.actor = actor;
  }

  /** Appends a record that holds a piece, in base64 under the name given. */
  void append(JsonObject.Builder record, String name, ByteString piece)
      throws LogException, InterruptedException {
    digest.update(piece.toBytes());
    String id = ids.next();
    record.put("audit_id", id).put(name, piece.base64());
    pending.add(log.append(RecordDraft.of(record.build(), true, List.of(), actor)));
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

  /** Waits until all of it is durable, and says where it is. */
  RunRef finish() throws LogException, InterruptedException {
    while (!pending.isEmpty()) {
      await();
    }
    return new RunRef(
        Math.max(first, 0),
        first < 0 ? 0 : last - first + 1,
        HexFormat.of().formatHex(digest.digest()));
  }
}
