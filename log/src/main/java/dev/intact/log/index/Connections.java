package dev.intact.log.index;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens SQLite with what must be set before the first statement. */
final class Connections {

  private Connections() {}

  static Connection open(Path file) throws IndexException {
    Properties properties = new Properties();
    properties.setProperty("journal_mode", "WAL");
    properties.setProperty("synchronous", "NORMAL");
    properties.setProperty("busy_timeout", "10000");
    properties.setProperty("cache_size", "-65536");
    properties.setProperty("temp_store", "MEMORY");
    try {
      return DriverManager.getConnection("jdbc:sqlite:" + file, properties);
    } catch (SQLException e) {
      boolean noDriver = "08001".equals(e.getSQLState());
      throw new IndexException(
          noDriver
              ? "no SQLite driver; add org.xerial:sqlite-jdbc"
              : "the index " + file + " cannot be opened",
          e);
    }
  }
}
