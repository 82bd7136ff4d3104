/**
 * The narrow interface to files: everything that the log writes or reads goes through it, so that
 * tests can fail it.
 */
@NullMarked
package dev.intact.log.storage;

import org.jspecify.annotations.NullMarked;
