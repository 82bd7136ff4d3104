package dev.intact.log.index;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The rows of a log in the order of its records, on a connection of their own, to be held against
 * the log. Not thread-safe.
 */
public final class IndexRows implements AutoCloseable {

  private final Path file;
  private final Connection connection;
  private final PreparedStatement select;
  private final ResultSet rows;
  private boolean more;

  IndexRows(Path file, int log, long below) throws IndexException {
    this.file = file;
    this.connection = Connections.open(file);
    try {
      this.select =
          connection.prepareStatement(
              "SELECT idx, id, type, event_us, created_us FROM records WHERE log = ? AND idx < ?"
                  + " ORDER BY idx");
      select.setInt(1, log);
      select.setLong(2, below);
      this.rows = select.executeQuery();
      this.more = rows.next();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /**
   * Whether there is a row for a record and it says what the record says. Ask in ascending order.
   *
   * @param index the record's index
   * @param keys what the record says
   * @return false if the row is missing or says something else
   * @throws IndexException if SQLite fails
   */
  public boolean agrees(long index, RecordKeys keys) throws IndexException {
    try {
      while (more && rows.getLong(1) < index) {
        more = rows.next();
      }
      return more
          && rows.getLong(1) == index
          && keys.equals(
              new RecordKeys(
                  Optional.ofNullable(rows.getString(2)),
                  Optional.ofNullable(rows.getString(3)),
                  optional(rows, 4),
                  optional(rows, 5)));
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  static OptionalLong optional(ResultSet rows, int column) throws SQLException {
    long value = rows.getLong(column);
    return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private IndexException unreadable(SQLException e) {
    return new IndexException("the index " + file + " cannot be read", e);
  }

  @Override
  public void close() throws IndexException {
    try {
      rows.close();
      select.close();
      connection.close();
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }
}
