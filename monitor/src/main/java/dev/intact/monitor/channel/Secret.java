package dev.intact.monitor.channel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a secret is found: never the secret itself, so that a configuration can be shown, compared
 * and recorded. It is read at each use, so that it can be changed without a restart.
 */
public sealed interface Secret {

  /** Longest secret in bytes. */
  int MAX_BYTES = 16_384;

  /**
   * The secret, without line ends around it. Whoever asks lets it go nowhere but to its receiver.
   *
   * @param environment the environment
   * @return the secret
   * @throws SecretException if it is not there, empty or too long; says where it was looked for
   */
  String reveal(Map<String, String> environment) throws SecretException;

  /**
   * In the configuration itself: an address that nobody need hide.
   *
   * @param value the value
   */
  record Plain(String value) implements Secret {
    @Override
    public String reveal(Map<String, String> environment) {
      return value;
    }
  }

  /**
   * In a variable of the environment.
   *
   * @param name the variable
   */
  record OfEnvironment(String name) implements Secret {
    @Override
    public String reveal(Map<String, String> environment) throws SecretException {
      String value = environment.getOrDefault(name, "").strip();
      if (value.isEmpty()) {
        throw new SecretException("the environment has no " + name);
      }
      return value;
    }
  }

  /**
   * In a file.
   *
   * @param path the file
   */
  record OfFile(Path path) implements Secret {
    @Override
    public String reveal(Map<String, String> environment) throws SecretException {
      try {
        if (Files.size(path) > MAX_BYTES) {
          throw new SecretException(path + " is too long for a secret");
        }
        String value = Files.readString(path, StandardCharsets.UTF_8).strip();
        if (value.isEmpty()) {
          throw new SecretException(path + " is empty");
        }
        return value;
      } catch (IOException e) {
        throw new SecretException(path + " cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }
  }
}
