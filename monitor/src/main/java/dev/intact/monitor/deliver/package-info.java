/** Messages that wait for their channels: order, pace, repetition. Pure: no clock, no threads. */
@NullMarked
package dev.intact.monitor.deliver;

import org.jspecify.annotations.NullMarked;
