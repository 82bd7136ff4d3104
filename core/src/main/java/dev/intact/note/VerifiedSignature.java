package dev.intact.note;

import dev.intact.key.VerifierKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A signature that holds.
 *
 * @param key whose it is
 * @param time the time that it carries, for cosignatures
 */
public record VerifiedSignature(VerifierKey key, Optional<Instant> time) {}
