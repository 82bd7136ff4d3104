/**
 * What an audit record says of its own integrity: one rule for those who write it and those who
 * verify it.
 */
@NullMarked
package dev.intact.record;

import org.jspecify.annotations.NullMarked;
