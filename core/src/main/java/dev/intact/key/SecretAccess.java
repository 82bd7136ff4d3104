package dev.intact.key;

/**
 * Stands in the call wherever secret key material leaves its object, so that a search for this name
 * finds every place.
 */
public enum SecretAccess {
  /** The caller answers for where the material goes. */
  GRANTED
}
