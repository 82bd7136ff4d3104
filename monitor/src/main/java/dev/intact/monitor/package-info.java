/** Checks on a schedule, alerts, channels, reports. */
@NullMarked
package dev.intact.monitor;

import org.jspecify.annotations.NullMarked;
