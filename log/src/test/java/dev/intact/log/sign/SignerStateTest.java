package dev.intact.log.sign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.storage.FileStorage;
import dev.intact.merkle.ConsistencyProof;
import dev.intact.merkle.TreeHasher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignerStateTest {

  private static final String ORIGIN = "example.com/t";

  @TempDir Path temp;

  private static SignRequest request(long size) {
    return new SignRequest(
        ORIGIN,
        size,
        new TreeHasher().leaf(new byte[] {(byte) size}),
        new ConsistencyProof(0, size, List.of()),
        Instant.EPOCH);
  }

  /**
   * A power cut while the write-ahead file is cleared may leave its first pages and not the last.
   */
  @Test
  void whatIsLeftOfAClearedFileDoesNotTakeTheMemoryBack() throws Exception {
    Path wal = temp.resolve("state.wal");
    FileStorage storage = new FileStorage(temp);
    int firstFrame;
    byte[] before;
    try (SignerState state = SignerState.create(storage)) {
      state.remember(List.of(request(1)));
      firstFrame = lastByte(Files.readAllBytes(wal));
      state.remember(List.of(request(2)));
      before = Files.readAllBytes(wal);
    }
    SignerState.open(storage).close(); // takes the snapshot and clears the file
    byte[] torn = Arrays.copyOf(Arrays.copyOf(before, firstFrame), before.length);
    Files.write(wal, torn);
    try (SignerState state = SignerState.open(storage)) {
      assertThat(state.last(ORIGIN).orElseThrow().size()).isEqualTo(2);
    }
  }

  private static int lastByte(byte[] bytes) {
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
