package dev.intact.files.scan;

import java.util.Optional;

/**
 * What a scan saw of a path and did not expect.
 *
 * @param path absolute
 * @param before the state that was expected; empty if none was
 * @param after the state that is there; empty if nothing is, or it was not established
 * @param trouble why it was not established, if so
 */
public record Observed(
    ByteString path,
    Optional<ByteString> before,
    Optional<ByteString> after,
    Optional<Trouble> trouble) {}
