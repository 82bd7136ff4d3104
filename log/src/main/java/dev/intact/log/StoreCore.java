package dev.intact.log;

import dev.intact.log.index.KeyExtractor;
import dev.intact.log.sign.Signer;
import dev.intact.log.storage.Storage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a log needs of the store around it. */
interface StoreCore {

  String prefix();

  Storage storage();

  Signer signer();

  KeyExtractor keys();

  StoreHealth health();

  Publisher publisher();

  boolean closed();

  List<CompletableFuture<Appended>> submit(LogState log, List<? extends Draft> drafts)
      throws OverloadedException;
}
