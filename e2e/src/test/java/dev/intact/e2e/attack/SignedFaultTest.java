package dev.intact.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.audit.AuditTrail;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.log.Draft;
import dev.intact.log.LogStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A faulty or hostile writer has such records signed: the tree is right, the record is not. */
final class SignedFaultTest {

  private record Raw(byte[] bytes) implements Draft {
    @Override
    public Optional<String> id() {
      return Optional.empty();
    }

    @Override
    public byte[] seal(long index, Instant createdAt) {
      return bytes.clone();
    }

    @Override
    public boolean sameAs(byte[] stored) {
      return Arrays.equals(bytes, stored);
    }

    @Override
    public int sizeHint() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"hash\":\"[0-9a-f]{64}\",|         | UNVERIFIABLE",
        "\"hash\":\"[0-9a-f]{4}| \"hash\":\"0000 | CONTENT_TAMPERED",
        "\"created_at\":\"20..| \"created_at\":\"2001 | BACKDATED",
        "\"created_at\":\"20..| \"created_at\":\"2999 | BACKDATED"
      })
  void isFoundWithItsIndex(
      String pattern, @org.jspecify.annotations.Nullable String by, String verdict)
      throws Exception {
    try (LogStore store = Prepared.open(temp.resolve("data"))) {
      AuditTrail trail = Prepared.service(store).openOrCreate(Site.VICTIM);
      Prepared.append(trail, 0, 3);
      String good = new String(trail.show("id-1", "x").bytes(), StandardCharsets.UTF_8);
      String bad = good.replaceFirst(pattern, by == null ? "" : by);
      assertThat(bad).isNotEqualTo(good);
      trail.log().append(new Raw(bad.getBytes(StandardCharsets.UTF_8))).get();
      assertThat(trail.verify(Optional.empty(), Optional.empty(), "x").findings())
          .filteredOn(f -> f.verdict().name().equals(verdict))
          .extracting(Finding::index)
          .contains(java.util.OptionalLong.of(3));
    }
  }

  @Test
  void anIdThatIsThereAlreadyIsFoundWithBothPlaces() throws Exception {
    try (LogStore store = Prepared.open(temp.resolve("data"))) {
      AuditTrail trail = Prepared.service(store).openOrCreate(Site.VICTIM);
      Prepared.append(trail, 0, 3);
      byte[] again = trail.show("id-1", "x").bytes();
      trail.log().append(new Raw(again)).get();
      assertThat(trail.verify(Optional.empty(), Optional.empty(), "x").findings())
          .filteredOn(f -> f.verdict() == Verdict.CONFLICT)
          .singleElement()
          .satisfies(f -> {
            assertThat(f.index()).hasValue(3);
            assertThat(f.detail()).contains("at index 1 and again at index 3");
          });
    }
  }
}
