package dev.intact.finding;

/**
 * A piece of what lets a stranger reproduce a finding.
 *
 * @param name what it is, for example {@code checkpoint} or {@code stored_entry}
 * @param encoding how the value is written: {@code text}, {@code hex} or {@code base64}
 * @param value the piece itself
 */
public record Evidence(String name, String encoding, String value) {}
