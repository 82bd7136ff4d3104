package dev.intact.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/**
 * Runs the offline commands once on a small log of its own, so that the launcher's start-up cache
 * knows what they load.
 */
public final class Training {

  private Training() {}

  /**
   * The program.
   *
   * @param args an empty directory to work in
   * @throws IOException if a command does not end as it should
   */
  public static void main(String[] args) throws IOException {
    if (!Main.refusal().isEmpty()) {
      throw new IOException(Main.refusal());
    }
    Path directory = Path.of(args[0]);
    String data = directory.resolve("data").toString();
    String export = directory.resolve("export").toString();
    String proof = directory.resolve("proof").toString();
    run(
        0,
        "audit",
        "append",
        "sample",
        "{\"audit_id\":\"a-1\",\"event_type\":\"e\"}",
        "--data",
        data);
    String key = run(0, "audit", "keys", "sample", "--data", data).lines().findFirst().orElse("");
    run(0, "audit", "list", "sample", "--data", data);
    run(0, "audit", "verify", "sample", "--data", data);
    run(0, "audit", "prove", "sample", "a-1", "--data", data, "--out", proof);
    run(0, "audit", "export", "sample", "--data", data, "--out", export);
    run(0, "verify", proof, "--key", key);
    run(0, "verify", export, "--key", key, "--json");
    run(3, "log", "fsck", data, "--key", key, "--json");
    run(3, "log", "fsck", data);
    run(0, "log", "fsck", "--help");
    run(0, "--help");
  }

  private static String run(int expected, String... args) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        Main.run(
            new Io(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                InstantSource.system(),
                new SecureRandom()),
            args);
    if (code != expected) {
      throw new IOException(String.join(" ", args) + " ends with " + code);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
