/** The daily report. */
@NullMarked
package dev.intact.monitor.report;

import org.jspecify.annotations.NullMarked;
