package dev.intact.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.index.RecordKeys;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is being published is not published yet, and is counted so. */
final class UnpublishedTest {

  @TempDir Path temp;

  private final CountDownLatch writing = new CountDownLatch(1);
  private final CountDownLatch mayWrite = new CountDownLatch(1);

  @Test
  void aLogCountsAsUnpublishedUntilItsCheckpointIsWritten() throws Exception {
    LogStoreConfig config =
        LogStoreConfig.of(temp.resolve("data"), InstantSource.system(), entry -> RecordKeys.NONE)
            .withName("example.com/unpublished")
            .withPublishInterval(Duration.ofHours(1));
    try (LogStore store = Opening.open(config, storages())) {
      Log log = store.openOrCreate("a");
      log.append(TextDraft.of("text")).get();
      while (store.status().recordsInFlight() > 0) {
        Thread.onSpinWait(); // until it is in the tree and indexed
      }
      var published = log.publish();
      assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
      boolean done = published.isDone();
      int unpublished = store.status().unpublishedLogs();
      mayWrite.countDown();
      assertThat(done).isFalse();
      assertThat(unpublished).isEqualTo(1);
      assertThat(published.get().checkpoint().size()).isEqualTo(1);
    }
  }

  private Storages storages() {
    return new Storages() {
      @Override
      public Storage store(Path path) throws IOException {
        return slow(FILES.store(path));
      }

      @Override
      public boolean hasKeys(Path signer) throws IOException {
        return FILES.hasKeys(signer);
      }

      @Override
      public Storage signer(Path path) throws IOException {
        return FILES.signer(path);
      }
    };
  }

  /** Waits before a checkpoint is written. */
  private Storage slow(Storage storage) {
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("write")
                  && String.valueOf(arguments[0]).endsWith("/checkpoint")) {
                writing.countDown();
                mayWrite.await();
              }
              try {
                return method.invoke(storage, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
