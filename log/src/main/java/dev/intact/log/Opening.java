package dev.intact.log;

import dev.intact.log.index.RecordIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Opens a store, and gives back what it took if that fails. */
final class Opening {

  private Opening() {}

  static LogStore open(LogStoreConfig config, Storages storages) throws LogStoreException {
    return open(config, storages, false, n -> {});
  }

  /** An index that is ahead of its log is thrown away and built again, once. */
  static LogStore open(
      LogStoreConfig config, Storages storages, boolean newIndex, LongConsumer progress)
      throws LogStoreException {
    OpenedStore opened = OpenedStore.open(config, storages);
    try {
      return open(config, opened, newIndex, progress);
    } catch (IndexAheadException e) {
      opened.close();
      if (newIndex) {
        throw new LogStoreException("the new index is ahead of its log", e);
      }
      System.getLogger(LogStore.class.getName())
          .log(System.Logger.Level.WARNING, e.getMessage() + ": it is built again from the logs");
      return open(config, storages, true, progress);
    } catch (IOException | UncheckedIOException | LogException e) {
      opened.close();
      throw new LogStoreException(
          "the store " + config.directory() + " does not open: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private static LogStore open(
      LogStoreConfig config, OpenedStore opened, boolean newIndex, LongConsumer progress)
      throws IOException, LogException {
    Path file = config.directory().resolve("index/intact.sqlite");
    RecordIndex index = IndexFiles.open(file, newIndex);
    try {
      LogStore store = new LogStore(config, opened, index, progress);
      store.start();
      return store;
    } catch (IOException | LogException | RuntimeException e) {
      index.close();
      throw e;
    }
  }
}
