package dev.intact.monitor.channel;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/**
 * The beginning of a body. That the rest is too long, comes too slowly or never comes changes
 * nothing: the status, which says whether a message was taken, is here by then.
 */
final class FirstBytes implements BodySubscriber<byte[]> {

  private final int max;
  private final Duration patience;
  private final CompletableFuture<byte[]> done = new CompletableFuture<>();

  // guarded by this
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private Optional<Subscription> subscription = Optional.empty();

  FirstBytes(int max, Duration patience) {
    this.max = max;
    this.patience = patience;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return done;
  }

  @Override
  public synchronized void onSubscribe(Subscription given) {
    subscription = Optional.of(given);
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::enough);
    given.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] part = new byte[Math.min(buffer.remaining(), max - bytes.size())];
      buffer.get(part);
      bytes.writeBytes(part);
    }
    if (bytes.size() >= max) {
      enough();
    }
  }

  @Override
  public void onError(Throwable error) {
    enough();
  }

  @Override
  public void onComplete() {
    enough();
  }

  private synchronized void enough() {
    if (done.complete(bytes.toByteArray())) {
      subscription.ifPresent(Subscription::cancel);
    }
  }
}
