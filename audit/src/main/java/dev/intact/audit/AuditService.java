package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogStore;
import dev.intact.log.NoSuchLogException;
import dev.intact.log.RecordDraft;
import dev.intact.log.RecordIds;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The audit trails of a store. Thread-safe. */
public final class AuditService {

  private static final System.Logger LOG = System.getLogger(AuditService.class.getName());
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final LogStore store;
  private final InstantSource clock;
  private final RecordIds ids;
  private final AuditSettings settings;
  private final CheckpointHistory history;

  /**
   * The trails of a store that was opened with {@link AuditKeys#keys}.
   *
   * @param store where they are kept; not closed by this
   * @param clock the time of receipt
   * @param random for ids, cryptographically strong
   */
  public AuditService(LogStore store, InstantSource clock, RandomGenerator random) {
    this(store, clock, random, AuditSettings.DEFAULT);
  }

  /**
   * The trails of a store that was opened with {@link AuditKeys#keys}.
   *
   * @param store where they are kept; not closed by this
   * @param clock the time of receipt
   * @param random for ids, cryptographically strong
   * @param settings retention and what counts as late
   */
  public AuditService(
      LogStore store, InstantSource clock, RandomGenerator random, AuditSettings settings) {
    this.store = store;
    this.clock = clock;
    this.ids = new RecordIds(clock, random);
    this.settings = settings;
    this.history = new CheckpointHistory(store);
  }

  /**
   * The names of all trails.
   *
   * @return sorted
   */
  public List<String> trails() {
    return store.logNames().stream().filter(n -> NAME.matcher(n).matches()).toList();
  }

  /** Those of which something was acknowledged or signed: one exists from its first record on. */
  List<String> committed() {
    return trails().stream()
        .filter(n -> {
          Log log = store.openOrCreate(n);
          return log.size() > 0 || store.signer().lastSigned(log.origin()).isPresent();
        })
        .toList();
  }

  /** Whether a log is a trail: the program's own have a tilde in their names. */
  static boolean isTrailOrigin(String origin) {
    return NAME.matcher(origin.substring(origin.lastIndexOf('/') + 1)).matches();
  }

  /**
   * The logs that belong to no trail.
   *
   * @param security takes what is checked of them
   * @return for checking them
   */
  public OwnLogs ownLogs(SecurityLog security) {
    return new OwnLogs(store, history, clock, security);
  }

  /**
   * Before many trails are checked: whatever has changed gets its checkpoint, and what the root log
   * has more is read once for all of them. What fails here is found by the check of the trail.
   */
  void prepareChecks() throws AuditException {
    List<CompletableFuture<?>> asked = new ArrayList<>();
    for (String name : store.logNames()) {
      if (!name.equals(LogStore.ROOT)) {
        asked.add(store.openOrCreate(name).publish());
      }
    }
    asked.add(store.publishRoot());
    for (CompletableFuture<?> future : asked) {
      try {
        Futures.await(future);
      } catch (LogException e) {
        LOG.log(System.Logger.Level.DEBUG, "not published before the checks", e);
      }
    }
    try {
      history.extend(finding -> LOG.log(System.Logger.Level.DEBUG, finding.toText()));
    } catch (LogException e) {
      LOG.log(System.Logger.Level.DEBUG, "the root log was not read before the checks", e);
    }
  }

  /**
   * A trail that exists.
   *
   * @param name its name
   * @return the trail
   * @throws AuditException if the name is malformed or there is no such trail
   */
  public AuditTrail trail(String name) throws AuditException {
    requireName(name);
    try {
      return new AuditTrail(store, store.log(name), history, clock, ids, settings);
    } catch (NoSuchLogException e) {
      throw new AuditException(Kind.NOT_FOUND, "there is no trail " + name, e);
    }
  }

  /**
   * A trail, made if it does not exist.
   *
   * @param name a letter or digit, then up to 63 letters, digits, {@code . _ -}
   * @return the trail
   * @throws AuditException if the name is malformed
   */
  public AuditTrail openOrCreate(String name) throws AuditException {
    requireName(name);
    return new AuditTrail(store, store.openOrCreate(name), history, clock, ids, settings);
  }

  /**
   * Appends records to a trail, which is made if it does not exist and they are all valid; durable
   * when this returns.
   *
   * @param name as for {@link #openOrCreate}
   * @param records JSON objects in UTF-8
   * @param createdBy who sends them, as {@code integrity.created_by}
   * @return a receipt a record, in order
   * @throws AuditException if the name is malformed or a record invalid (then nothing is written,
   *     and no trail made), an id has other contents, or the queue is full
   */
  public List<RecordReceipt> append(String name, List<byte[]> records, String createdBy)
      throws AuditException {
    requireName(name);
    List<RecordDraft> drafts = new Preparation(name, clock, ids).drafts(records, createdBy);
    return openOrCreate(name).take(drafts, createdBy);
  }

  /**
   * Checks a name without making a trail of it.
   *
   * @param name a letter or digit, then up to 63 letters, digits, {@code . _ -}
   * @throws AuditException if it is anything else
   */
  public void requireName(String name) throws AuditException {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new AuditException(
          Kind.INVALID,
          "a trail's name is a letter or digit, then up to 63 of A-Z a-z 0-9 . _ - without two points in a row");
    }
  }
}
