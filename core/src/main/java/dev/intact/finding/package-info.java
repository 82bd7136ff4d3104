/** The shared tongue of all checks: verdicts, findings, evidence, coverage. */
@NullMarked
package dev.intact.finding;

import org.jspecify.annotations.NullMarked;
