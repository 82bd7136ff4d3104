/** What channels are told: one message, whatever form each gives it. */
@NullMarked
package dev.intact.monitor.message;

import org.jspecify.annotations.NullMarked;
