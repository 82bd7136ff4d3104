package dev.intact.log.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.intact.log.storage.FileStorage;
import dev.intact.merkle.ConsistencyProof;
import dev.intact.merkle.TreeHasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignerStateTest {

  private static final String ORIGIN = "example.com/t";

  private static final long SEGMENT = 4096;

  @TempDir Path temp;

  private static SignRequest request(long size) {
    return new SignRequest(
        ORIGIN,
        size,
        new TreeHasher().leaf(new byte[] {(byte) size}),
        new ConsistencyProof(0, size, List.of()),
        Instant.EPOCH);
  }

  private static void remember(SignerState state, int from, int to) throws Exception {
    for (int size = from; size < to; size++) {
      state.remember(List.of(request(size)));
    }
  }

  private Path segment(int number) {
    return temp.resolve("journal").resolve(String.format("%016x", number));
  }

  @Test
  void itRemembersAcrossStartsAndSegments() throws Exception {
    FileStorage storage = new FileStorage(temp);
    try (SignerState state = SignerState.create(storage, SEGMENT)) {
      remember(state, 1, 40);
    }
    assertThat(segment(0)).as("released").doesNotExist();
    for (int start = 0; start < 3; start++) {
      try (SignerState state = SignerState.open(storage, SEGMENT)) {
        assertThat(state.last(ORIGIN).orElseThrow().size()).isEqualTo(39 + start);
        remember(state, 40 + start, 41 + start);
      }
    }
  }

  @Test
  void aTornLastBatchWasNeverSignedAndIsForgotten() throws Exception {
    FileStorage storage = new FileStorage(temp);
    try (SignerState state = SignerState.create(storage)) {
      remember(state, 1, 4);
    }
    byte[] whole = Files.readAllBytes(segment(0));
    int end = lastByte(whole);
    Files.write(segment(0), Arrays.copyOf(Arrays.copyOf(whole, end - 20), whole.length));
    try (SignerState state = SignerState.open(storage)) {
      assertThat(state.last(ORIGIN).orElseThrow().size()).isEqualTo(2);
    }
  }

  @Test
  void aChangedBatchBeforeTheLastIsDamageAndNotATornEnd() throws Exception {
    FileStorage storage = new FileStorage(temp);
    try (SignerState state = SignerState.create(storage)) {
      remember(state, 1, 4);
    }
    byte[] bytes = Files.readAllBytes(segment(0));
    bytes[50] ^= 1; // within the first batch
    Files.write(segment(0), bytes);
    assertThatThrownBy(() -> SignerState.open(storage))
        .isInstanceOf(SignerException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void aMissingOrShortenedJournalIsNotTakenForAnEmptyOne() throws Exception {
    FileStorage storage = new FileStorage(temp);
    try (SignerState state = SignerState.create(storage)) {
      remember(state, 1, 4);
    }
    SignerState.open(storage).close(); // the snapshot now holds three batches
    Files.write(segment(0), new byte[(int) SignerState.SEGMENT_BYTES]);
    assertThatThrownBy(() -> SignerState.open(storage))
        .isInstanceOf(SignerException.class)
        .hasMessageContaining("ends at batch 0");
    Files.delete(segment(0));
    assertThatThrownBy(() -> SignerState.open(storage))
        .isInstanceOf(SignerException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void aMemoryWithoutItsKeysIsNotBegunAnew() throws Exception {
    FileStorage storage = new FileStorage(temp);
    try (SignerState state = SignerState.create(storage)) {
      remember(state, 1, 2);
    }
    assertThatThrownBy(() -> SignerState.create(storage))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("signed before");
  }

  private static int lastByte(byte[] bytes) {
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
