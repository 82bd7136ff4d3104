package dev.intact.files;

/**
 * Who commits to something, and why.
 *
 * @param by who, for example {@code cli:root}
 * @param reason why; empty if none is given
 */
public record Decision(String by, String reason) {}
