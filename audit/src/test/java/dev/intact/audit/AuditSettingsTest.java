package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuditSettingsTest {

  @Test
  void whatIsUnsetHasTheStatedDefault() {
    AuditSettings settings = AuditSettings.DEFAULT;
    assertThat(settings.retentionDays()).isEqualTo(2555);
    assertThat(settings.checkInterval()).isEqualTo(Duration.ofSeconds(3600));
    assertThat(settings.alertThreshold()).isEqualTo(1);
    assertThat(settings.checkPeriod()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.late("any").finding()).isFalse();
  }

  @Test
  void theEnvironmentOverridesTheFile() {
    AuditSettings settings =
        AuditSettings.parse(
            List.of("# ours", "", "AUDIT_RETENTION_DAYS = 30", "AUDIT_LATE_IS_FINDING=a, b"),
            Map.of("AUDIT_RETENTION_DAYS", "40", "PATH", "x"));
    assertThat(settings.retentionDays()).isEqualTo(40);
    assertThat(settings.late("b").finding()).isTrue();
    assertThat(settings.late("c").finding()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUDIT_RETENTION_DAYS=0",
        "AUDIT_RETENTION_DAYS=-1",
        "AUDIT_RETENTION_DAYS=ten",
        "AUDIT_RETENTION_DAYS=",
        "AUDIT_RETENTION_DAYS=99999999999",
        "AUDIT_INTEGRITY_FULL_CHECK_PERIOD=10",
        "AUDIT_RETENTION_DAY=10",
        "nonsense"
      })
  void whatIsMistypedIsRefusedByName(String line) {
    assertThatThrownBy(() -> AuditSettings.parse(List.of(line), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line.split("=")[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AUDIT_RETENTION_DAYS",
        "AUDIT_INTEGRITY_CHECK_INTERVAL",
        "AUDIT_INTEGRITY_ALERT_THRESHOLD"
      })
  void aBadValueOfTheEnvironmentIsRefusedWithNameAndValue(String name) {
    for (String value : List.of("0", "-5", "1h", "1.5", "99999999999", "")) {
      assertThatThrownBy(() -> AuditSettings.parse(List.of(), Map.of(name, value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("\"" + value + "\"");
    }
  }

  @Test
  void nothingYoungerThanTheRetentionMayExpire() {
    Instant now = Instant.parse("2026-03-01T00:00:00Z");
    AuditSettings settings = AuditSettings.parse(Map.of("AUDIT_RETENTION_DAYS", "10"));
    assertThat(settings.mayExpire(Instant.parse("2026-02-19T00:00:00Z"), now)).isFalse();
    assertThat(settings.mayExpire(Instant.parse("2026-02-18T23:59:59Z"), now)).isTrue();
  }
}
