package dev.intact.files.scan;

/**
 * A path that is looked at by itself, away from a whole scan.
 *
 * @param path absolute
 * @param deep whether all that is under it is looked at too
 */
public record Look(ByteString path, boolean deep) {}
