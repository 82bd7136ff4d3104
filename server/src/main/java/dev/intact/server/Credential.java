package dev.intact.server;

/** What the key that a request brings is worth. */
sealed interface Credential {

  /** It is ours and holds. */
  record Valid(ApiKey key) implements Credential {}

  /** It was ours, secret and all, but its time is over. */
  record Expired(ApiKey key) implements Credential {}

  /** There is none, or it is not ours. */
  record None() implements Credential {}
}
