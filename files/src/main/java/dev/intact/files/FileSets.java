package dev.intact.files;

import dev.intact.files.FilesException.Kind;
import dev.intact.json.JsonObject;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.LogStore;
import dev.intact.log.NoSuchLogException;
import dev.intact.log.RecordIds;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The sets of files of an installation. Thread-safe. */
public final class FileSets {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String PREFIX = "~files~";

  private final LogStore store;
  private final RecordIds ids;
  private final FilesSettings settings;
  private final Map<String, SetGuard> guards = new ConcurrentHashMap<>();

  /**
   * The sets of a store.
   *
   * @param store where their logs are kept; not closed by this
   * @param random for ids, cryptographically strong
   * @param settings how sets are worked on
   */
  public FileSets(LogStore store, RandomGenerator random, FilesSettings settings) {
    this.store = store;
    this.ids = new RecordIds(settings.clock(), random);
    this.settings = settings;
  }

  /**
   * All sets.
   *
   * @return their names, sorted
   */
  public List<String> names() {
    return store.logNames().stream()
        .filter(n -> n.startsWith(PREFIX))
        .map(n -> n.substring(PREFIX.length()))
        .toList();
  }

  /**
   * A set that exists.
   *
   * @param name its name
   * @return the set
   * @throws FilesException if the name is malformed or there is no such set
   */
  public FileSet set(String name) throws FilesException {
    requireName(name);
    try {
      return of(name, store.log(PREFIX + name));
    } catch (NoSuchLogException e) {
      throw new FilesException(
          Kind.NOT_FOUND, "there is no set of files named " + name + "; there are " + names(), e);
    }
  }

  /**
   * A set, made if it does not exist; it exists from its first record on.
   *
   * @param name a letter or digit, then up to 63 letters, digits, {@code . _ -}
   * @return the set
   * @throws FilesException if the name is malformed
   */
  public FileSet openOrCreate(String name) throws FilesException {
    requireName(name);
    return of(name, store.openOrCreate(PREFIX + name));
  }

  /**
   * What is known of a set, also if nothing of it is in force.
   *
   * @param name its name
   * @return an object with {@code set}, and what {@link FileSet#describe} says or {@code problem}
   * @throws InterruptedException if the thread was interrupted
   */
  public JsonObject describe(String name) throws InterruptedException {
    try {
      return set(name).describe();
    } catch (FilesException e) {
      return JsonObject.builder()
          .put("set", name)
          .put("problem", String.valueOf(e.getMessage()))
          .build();
    }
  }

  /**
   * Which baseline of a set is in force. Waits for no check that runs, and reads nothing while what
   * is known is still so.
   *
   * @param name its name
   * @param known what was answered before
   * @return empty if the set has no baseline
   * @throws FilesException if there is no such set, or its log cannot be read as it was committed
   *     to
   * @throws InterruptedException if the thread was interrupted
   */
  public Optional<InForce> inForce(String name, Optional<InForce> known)
      throws FilesException, InterruptedException {
    requireName(name);
    long changes = guard(name).changes();
    if (known.filter(k -> k.changes() == changes).isPresent()) {
      return known;
    }
    try {
      return InForce.read(new SetLog(store, store.log(PREFIX + name), ids), changes);
    } catch (LogException | IOException e) {
      throw FilesException.of(e);
    }
  }

  private SetGuard guard(String name) {
    return guards.computeIfAbsent(name, n -> new SetGuard());
  }

  private FileSet of(String name, Log log) {
    return new FileSet(name, new SetLog(store, log, ids), guard(name), settings);
  }

  private static void requireName(String name) throws FilesException {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new FilesException(
          Kind.INVALID,
          "a set's name is a letter or digit, then up to 63 of A-Z a-z 0-9 . _ - without two points in a row");
    }
  }
}
