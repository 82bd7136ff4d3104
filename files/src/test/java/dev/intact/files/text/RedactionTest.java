package dev.intact.files.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are taken out; what an attack on a configuration changes is left. */
final class RedactionTest {

  private static String one(String line) {
    return Redaction.redact(List.of(line)).getFirst();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=hunter2",
        "password = hunter2",
        "db_password: hunter2",
        "\"password\": \"hunter2\",",
        "export API_KEY='hunter2'",
        "requirepass hunter2",
        "client-secret => hunter2",
        "token: hunter2 # of the robot",
        "url = postgres://app:hunter2@db/app",
        "dsn: host=db user=app password=hunter2 dbname=x",
        "aws AKIAHUNTER2HUNTER2HU",
        "root:$6$saltsalt$hunter2hunter2:19000:0:99999:7:::",
        "Authorization: Bearer hunter2",
        "wpa_passphrase=hunter2 hunter2",
        "#password=hunter2",
        "jwt eyJhbGciOiJIUzI1NiJ9.hunter2hunter2.hunter2"
      })
  void aSecretIsTakenOut(String line) {
    String shown = one(line);
    assertThat(shown).doesNotContain("hunter2").doesNotContain("HUNTER2").contains("[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PasswordAuthentication yes",
        "PermitEmptyPasswords no",
        "PermitRootLogin prohibit-password",
        "auth sufficient pam_permit.so",
        "password requisite pam_cracklib.so retry=3",
        "127.0.0.1 localhost",
        "user ALL=(ALL) NOPASSWD: ALL",
        "key_buffer_size = 16M",
        "use_token = false",
        "include /etc/app.d/*.conf"
      })
  void whatIsNoSecretStays(String line) {
    assertThat(one(line)).isEqualTo(line);
  }

  @Test
  void aPrivateKeyIsTakenOutWhole() {
    List<String> lines =
        List.of(
            "before",
            "-----BEGIN RSA " + "PRIVATE KEY-----",
            "MIIEhunter2",
            "-----END RSA " + "PRIVATE KEY-----",
            "after");
    assertThat(Redaction.redact(lines))
        .containsExactly("before", "[redacted]", "[redacted]", "[redacted]", "after");
  }

  @Test
  void aBlockAndAContinuedLineAreTakenOut() {
    assertThat(Redaction.redact(List.of("secret: |", "  hunter2", "  more", "next: 1")))
        .containsExactly("secret: [redacted]", "[redacted]", "[redacted]", "next: 1");
    assertThat(Redaction.redact(List.of("password = hun\\", "ter2", "next = 1")))
        .containsExactly("password = [redacted]", "[redacted]", "next = 1");
  }

  @Test
  void aVeryLongLineIsNotShown() {
    assertThat(one("x".repeat(5000))).isEqualTo("[redacted] a line of 5000 characters");
  }
}
