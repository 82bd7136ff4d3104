/**
 * From findings to alerts: thresholds, life cycle, silences. Pure: no clock, no threads, no files.
 */
@NullMarked
package dev.intact.monitor.alert;

import org.jspecify.annotations.NullMarked;
