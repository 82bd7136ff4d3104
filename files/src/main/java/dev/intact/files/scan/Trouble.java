package dev.intact.files.scan;

import dev.intact.finding.Verdict;

/**
 * Why the state of an entry was not established.
 *
 * @param verdict UNVERIFIABLE, UNSTABLE or COVERAGE_LOST
 * @param detail one sentence
 */
public record Trouble(Verdict verdict, String detail) {}
