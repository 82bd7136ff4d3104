/** A disk that forgets, fails and tears as real ones may, call by call. */
@NullMarked
package dev.intact.log.fault;

import org.jspecify.annotations.NullMarked;
