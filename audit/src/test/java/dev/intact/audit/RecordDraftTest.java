package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.log.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a draft tells the index is what the index would read from the sealed bytes. */
final class RecordDraftTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"audit_id\":\"a-1\",\"event_type\":\"login\",\"timestamp\":\"2024-01-15T10:30:00Z\"}",
        "{\"audit_id\":\"a\",\"event_type\":\"\\u00e9\\ud83d\\ude00\\n\\\"\",\"timestamp\":\"2024-01-15T10:30:00.123456+02:00\"}",
        "{\"audit_id\":\"b\",\"event_type\":\"x\",\"timestamp\":\"0001-01-01T00:00:00Z\"}",
        "{\"audit_id\":\"c\",\"event_type\":\"x\",\"z\":{\"audit_id\":\"other\",\"event_type\":\"no\"}}",
        "{\"audit_id\":\"d\",\"event_type\":\"x\",\"actor\":{\"timestamp\":\"1999-01-01T00:00:00Z\"},\"aa\":[1,2]}"
      })
  void theKeysOfADraftAreThoseOfItsSealedBytes(String json) throws Exception {
    var record = RecordValidator.parse(json.getBytes(StandardCharsets.UTF_8), "t");
    RecordDraft draft =
        RecordDraft.of(
            record.string("audit_id").orElseThrow(), record, List.of(), false, List.of(), "tester");
    Instant at = Instant.parse("2026-03-01T12:00:00.000001Z");
    assertThat(draft.keys(at)).isEqualTo(Optional.of(AuditKeys.keys(draft.seal(7, at))));
  }
}
