package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.log.LogStore;
import dev.intact.log.NoSuchLogException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The audit trails of a store. Thread-safe. */
public final class AuditService {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final LogStore store;
  private final InstantSource clock;
  private final AuditIds ids;
  private final AuditSettings settings;

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
    this.ids = new AuditIds(clock, random);
    this.settings = settings;
  }

  /**
   * The names of all trails.
   *
   * @return sorted
   */
  public List<String> trails() {
    return store.logNames().stream().filter(n -> NAME.matcher(n).matches()).toList();
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
      return new AuditTrail(store, store.log(name), clock, ids, settings);
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
    return new AuditTrail(store, store.openOrCreate(name), clock, ids, settings);
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
    List<AuditDraft> drafts = new Preparation(name, clock, ids).drafts(records, createdBy);
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
