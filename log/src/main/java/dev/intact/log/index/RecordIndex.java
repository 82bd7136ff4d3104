package dev.intact.log.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds records by id, time and kind: a SQLite file that follows the logs and remembers how far it
 * has come.
 *
 * <p>Rows stand in the order in which they came, and so do ids that grow with time: a transaction
 * writes few pages, however many logs its records belong to.
 *
 * <p>Untrusted and rebuildable. Whoever changes it can hide a record from a search, never from a
 * verification, which reads the log. It answers from its own connections; {@link #apply} is for one
 * thread at a time, look-ups for any.
 */
public final class RecordIndex implements AutoCloseable {

  private static final int SCHEMA = 2;

  /** 64 MiB of write-ahead log. */
  private static final int CHECKPOINT_PAGES = 16_384;

  private static final String INSERT = "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)";

  private static final String[] TABLES = {
    "CREATE TABLE IF NOT EXISTS logs (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, applied INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS records (log INTEGER NOT NULL, idx INTEGER NOT NULL, id TEXT, type TEXT,"
        + " event_us INTEGER, created_us INTEGER)",
    "CREATE UNIQUE INDEX IF NOT EXISTS records_at ON records (log, idx)",
    "CREATE INDEX IF NOT EXISTS records_id ON records (id, log)",
    "CREATE TABLE IF NOT EXISTS checkpoints (log INTEGER NOT NULL, size INTEGER NOT NULL, seconds INTEGER NOT NULL,"
        + " root_idx INTEGER NOT NULL, PRIMARY KEY (log, size)) WITHOUT ROWID"
  };

  private final Path file;
  private final Connection writer;
  private final Connection reader;
  private final PreparedStatement find;
  private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<String, Long> applied = new ConcurrentHashMap<>();
  private int lastNumber;

  private RecordIndex(Path file) throws IndexException, SQLException {
    this.file = file;
    this.writer = Connections.open(file);
    prepareSchema();
    checkpointSeldom();
    writer.setAutoCommit(false);
    this.reader = Connections.open(file);
    this.find =
        reader.prepareStatement(
            "SELECT min(idx) FROM records INDEXED BY records_id WHERE log = ? AND id = ?");
    loadLogs();
    dropBeyond();
  }

  /**
   * Opens the index, made when absent.
   *
   * @param file the SQLite file
   * @return the index
   * @throws IndexException if it is damaged or of a version that this program does not know
   * @throws IOException if its directory cannot be made
   */
  public static RecordIndex open(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      return new RecordIndex(file);
    } catch (SQLException e) {
      throw new IndexException("the index " + file + " is damaged", e);
    }
  }

  /** Ids come in any order: the fewer checkpoints, the fewer times the same page is written. */
  private void checkpointSeldom() throws SQLException {
    try (Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
  }

  private void prepareSchema() throws SQLException, IndexException {
    try (Statement statement = writer.createStatement()) {
      int version;
      try (ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
        version = rows.getInt(1);
      }
      if (version != 0 && version != SCHEMA) {
        throw new IndexException(
            "the index "
                + file
                + " has version "
                + version
                + ", this program knows "
                + SCHEMA
                + "; run: intact index rebuild");
      }
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("PRAGMA user_version = " + SCHEMA);
    }
  }

  /** Rows of records that it does not claim to have were put there by somebody else. */
  private void dropBeyond() throws SQLException {
    try (PreparedStatement delete =
        writer.prepareStatement("DELETE FROM records WHERE log = ? AND idx >= ?")) {
      for (Map.Entry<String, Integer> log : numbers.entrySet()) {
        delete.setInt(1, log.getValue());
        delete.setLong(2, appliedSize(log.getKey()));
        delete.addBatch();
      }
      delete.executeBatch();
    }
    writer.commit();
  }

  private void loadLogs() throws SQLException {
    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("SELECT number, name, applied FROM logs")) {
      while (rows.next()) {
        numbers.put(rows.getString(2), rows.getInt(1));
        lastNumber = Math.max(lastNumber, rows.getInt(1));
        applied.put(rows.getString(2), rows.getLong(3));
      }
    }
  }

  /**
   * How many records of a log are in the index.
   *
   * @param log the log's name
   * @return 0 if it is unknown here
   */
  public long appliedSize(String log) {
    return applied.getOrDefault(log, 0L);
  }

  /**
   * Takes records in, in one transaction. Those that it has are passed over.
   *
   * @param rows contiguous for each log
   * @throws IndexException if a record is missing before one of them, or SQLite fails
   */
  public synchronized void apply(List<IndexRow> rows) throws IndexException {
    Map<String, Long> next = new HashMap<>();
    try (PreparedStatement insert = writer.prepareStatement(INSERT)) {
      for (IndexRow row : rows) {
        long expected = next.computeIfAbsent(row.log(), this::appliedSize);
        if (row.index() < expected) {
          continue;
        }
        if (row.index() > expected) {
          throw new IndexException(
              "the index of log "
                  + row.log()
                  + " is at "
                  + expected
                  + ", record "
                  + row.index()
                  + " does not follow");
        }
        bind(insert, row);
        insert.addBatch();
        next.put(row.log(), expected + 1);
      }
      insert.executeBatch();
      advance(next);
      writer.commit();
      applied.putAll(next);
    } catch (SQLException e) {
      rollback();
      throw new IndexException("the index " + file + " cannot be written", e);
    }
  }

  private void bind(PreparedStatement insert, IndexRow row) throws SQLException {
    RecordKeys keys = row.keys();
    insert.setInt(1, number(row.log()));
    insert.setLong(2, row.index());
    insert.setString(3, keys.id().orElse(null));
    insert.setString(4, keys.type().orElse(null));
    setLong(insert, 5, keys.eventMicros());
    setLong(insert, 6, keys.createdMicros());
  }

  private static void setLong(PreparedStatement statement, int at, OptionalLong value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setLong(at, value.getAsLong());
    } else {
      statement.setNull(at, java.sql.Types.INTEGER);
    }
  }

  private int number(String log) throws SQLException {
    Integer known = numbers.get(log);
    if (known != null) {
      return known;
    }
    int fresh = ++lastNumber;
    try (PreparedStatement insert = writer.prepareStatement("INSERT INTO logs VALUES (?, ?, 0)")) {
      insert.setInt(1, fresh);
      insert.setString(2, log);
      insert.executeUpdate();
    }
    numbers.put(log, fresh);
    return fresh;
  }

  private void advance(Map<String, Long> next) throws SQLException {
    try (PreparedStatement update =
        writer.prepareStatement("UPDATE logs SET applied = ? WHERE number = ?")) {
      for (Map.Entry<String, Long> log : next.entrySet()) {
        update.setLong(1, log.getValue());
        update.setInt(2, number(log.getKey()));
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private void rollback() throws IndexException {
    try {
      writer.rollback();
      numbers.clear();
      loadLogs();
    } catch (SQLException e) {
      throw new IndexException("the index " + file + " cannot be rolled back", e);
    }
  }

  /**
   * The first record with an id.
   *
   * @param log the log's name
   * @param id the id
   * @return its index in the log, or empty if the index has none
   * @throws IndexException if SQLite fails; that is never an empty answer
   */
  public OptionalLong find(String log, String id) throws IndexException {
    Integer number = numbers.get(log);
    if (number == null) {
      return OptionalLong.empty();
    }
    synchronized (find) {
      try {
        find.setInt(1, number);
        find.setString(2, id);
        try (ResultSet rows = find.executeQuery()) {
          long index = rows.next() ? rows.getLong(1) : 0;
          return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(index);
        }
      } catch (SQLException e) {
        throw new IndexException("the index " + file + " cannot be read", e);
      }
    }
  }

  /**
   * What it says of a log's first records, to be held against them.
   *
   * @param log the log's name
   * @param below how many records
   * @return its rows; to be closed
   * @throws IndexException if SQLite fails
   */
  public IndexRows rows(String log, long below) throws IndexException {
    return new IndexRows(file, numbers.getOrDefault(log, -1), below);
  }

  /**
   * Writes rows of records that it has already, whatever they say now.
   *
   * @param rows below {@link #appliedSize} of their log
   * @throws IndexException if SQLite fails
   */
  public synchronized void repair(List<IndexRow> rows) throws IndexException {
    try (PreparedStatement insert = writer.prepareStatement(INSERT)) {
      for (IndexRow row : rows) {
        bind(insert, row);
        insert.addBatch();
      }
      insert.executeBatch();
      writer.commit();
    } catch (SQLException e) {
      rollback();
      throw new IndexException("the index " + file + " cannot be written", e);
    }
  }

  /**
   * Records in a range.
   *
   * @param query what to look for
   * @return hits in ascending order of the index, at most the limit
   * @throws IndexException if SQLite fails
   */
  public List<IndexHit> query(IndexQuery query) throws IndexException {
    Integer number = numbers.get(query.log());
    if (number == null) {
      return List.of();
    }
    String column = query.byEventTime() ? "event_us" : "created_us";
    StringBuilder sql =
        new StringBuilder(
            "SELECT idx, id, type, event_us, created_us FROM records WHERE log = ? AND idx > ?");
    List<Object> values = new ArrayList<>(List.of(number, query.afterIndex()));
    query.fromMicros().ifPresent(from -> add(sql, values, " AND " + column + " >= ?", from));
    query.toMicros().ifPresent(to -> add(sql, values, " AND " + column + " < ?", to));
    query.type().ifPresent(type -> add(sql, values, " AND type = ?", type));
    add(sql, values, " ORDER BY idx LIMIT ?", query.limit());
    List<IndexHit> hits = new ArrayList<>();
    try (Connection connection = Connections.open(file);
        PreparedStatement select = connection.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        select.setObject(i + 1, values.get(i));
      }
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          hits.add(
              new IndexHit(
                  rows.getLong(1),
                  Optional.ofNullable(rows.getString(2)),
                  Optional.ofNullable(rows.getString(3)),
                  IndexRows.optional(rows, 4),
                  IndexRows.optional(rows, 5)));
        }
      }
      return hits;
    } catch (SQLException e) {
      throw new IndexException("the index " + file + " cannot be read", e);
    }
  }

  private static void add(StringBuilder sql, List<Object> values, String clause, Object value) {
    sql.append(clause);
    values.add(value);
  }

  /**
   * Remembers that the root log holds a checkpoint of a log.
   *
   * @param log the log's name
   * @param mark size, time and where
   * @throws IndexException if SQLite fails
   */
  public synchronized void recordCheckpoint(String log, CheckpointMark mark) throws IndexException {
    try (PreparedStatement insert =
        writer.prepareStatement("INSERT OR IGNORE INTO checkpoints VALUES (?, ?, ?, ?)")) {
      insert.setInt(1, number(log));
      insert.setLong(2, mark.size());
      insert.setLong(3, mark.seconds());
      insert.setLong(4, mark.rootIndex());
      insert.executeUpdate();
      writer.commit();
    } catch (SQLException e) {
      rollback();
      throw new IndexException("the index " + file + " cannot be written", e);
    }
  }

  /**
   * The checkpoints of a log in ascending order of size.
   *
   * @param log the log's name
   * @return those that the root log holds, as far as the index says
   * @throws IndexException if SQLite fails
   */
  public List<CheckpointMark> checkpoints(String log) throws IndexException {
    Integer number = numbers.get(log);
    List<CheckpointMark> marks = new ArrayList<>();
    if (number == null) {
      return marks;
    }
    try (Connection connection = Connections.open(file);
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT size, seconds, root_idx FROM checkpoints WHERE log = ? ORDER BY size")) {
      select.setInt(1, number);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          marks.add(new CheckpointMark(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
        }
      }
      return marks;
    } catch (SQLException e) {
      throw new IndexException("the index " + file + " cannot be read", e);
    }
  }

  @Override
  public void close() throws IndexException {
    try {
      find.close();
      reader.close();
      writer.close();
    } catch (SQLException e) {
      throw new IndexException("the index " + file + " does not close", e);
    }
  }
}
