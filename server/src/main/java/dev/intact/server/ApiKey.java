package dev.intact.server;

import java.time.Instant;
import java.util.Optional;

/**
 * A key as the server keeps it: only the hash of its secret.
 *
 * @param id its public part
 * @param secretHash SHA-256 of the secret, hexadecimal
 * @param role what it may do
 * @param trail the only trail it is for; every trail if empty
 * @param expires until when, if limited
 */
record ApiKey(
    String id, String secretHash, Role role, Optional<String> trail, Optional<Instant> expires) {

  boolean isFor(String name) {
    return role == Role.OPERATOR || trail.isEmpty() || trail.get().equals(name);
  }
}
