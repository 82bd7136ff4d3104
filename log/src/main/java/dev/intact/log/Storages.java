package dev.intact.log;

import dev.intact.log.storage.FileStorage;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;

/** What a store and its signer keep their files in; tests put their own between. */
interface Storages {

  /** Plain files; those of the signer for their owner alone. */
  Storages FILES =
      new Storages() {
        @Override
        public Storage store(Path directory) throws IOException {
          return new FileStorage(directory);
        }

        @Override
        public Storage signer(Path directory) throws IOException {
          return FileStorage.ownerOnly(directory);
        }
      };

  Storage store(Path directory) throws IOException;

  Storage signer(Path directory) throws IOException;
}
