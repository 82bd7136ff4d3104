package dev.intact.log;

import dev.intact.log.storage.FileStorage;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
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
        public boolean hasKeys(Path signer) {
          return Files.exists(signer.resolve(KeyFiles.FILE));
        }

        @Override
        public Storage signer(Path directory) throws IOException {
          return FileStorage.ownerOnly(directory);
        }
      };

  Storage store(Path directory) throws IOException;

  /** Whether a signer lies there; asked before that directory is touched. */
  boolean hasKeys(Path signer) throws IOException;

  Storage signer(Path directory) throws IOException;
}
