package dev.intact.monitor.report;

import java.time.Instant;

/**
 * That somebody approved changes.
 *
 * @param at when
 * @param subject of what, for example the name of a set of files
 * @param by who
 * @param reason why
 * @param what which changes, in one line
 */
public record Approval(Instant at, String subject, String by, String reason, String what) {}
