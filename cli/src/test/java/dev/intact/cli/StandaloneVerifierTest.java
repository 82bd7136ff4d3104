package dev.intact.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.json.Json;
import dev.intact.verify.VerifyMain;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An auditor needs the ground floor and the verifier, and nothing else on the class path. */
final class StandaloneVerifierTest {

  private static final Path EXAMPLES =
      Path.of(System.getProperty("intact.root")).resolve("docs/examples");

  private record Ended(int code, String text) {}

  private static Ended verify(String... arguments) throws Exception {
    String[] command = new String[arguments.length + 4];
    command[0] = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    command[1] = "-cp";
    command[2] = place(Json.class) + ":" + place(VerifyMain.class);
    command[3] = VerifyMain.class.getName();
    System.arraycopy(arguments, 0, command, 4, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String key() throws Exception {
    return Files.readAllLines(EXAMPLES.resolve("family_123.vkeys")).getFirst();
  }

  @Test
  void theVerifierRunsOnCoreAndVerifyAlone() throws Exception {
    for (String file : new String[] {"family_123.intact", "a-3.tlog-proof"}) {
      Ended ended = verify(EXAMPLES.resolve(file).toString(), "--key", key());
      assertThat(ended.text()).startsWith("OK  ");
      assertThat(ended.code()).isZero();
    }
  }

  @Test
  void itsExitCodeTellsTamperedFromUnverifiableFromUnreadable() throws Exception {
    String export = EXAMPLES.resolve("family_123.intact").toString();
    String changed = Files.readString(EXAMPLES.resolve("family_123.intact"));
    Path tampered = Files.createTempFile("tampered", ".intact");
    try {
      int at = changed.indexOf("\"event_type\"") + 14;
      Files.writeString(tampered, changed.substring(0, at) + "X" + changed.substring(at + 1));
      assertThat(verify(tampered.toString(), "--key", key()).code()).isEqualTo(1);
    } finally {
      Files.delete(tampered);
    }
    String other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    assertThat(verify(export, "--key", other).code()).isEqualTo(3);
    assertThat(verify(export + ".absent", "--key", key()).code()).isEqualTo(2);
  }
}
