/** The REST service. */
@NullMarked
package dev.intact.server;

import org.jspecify.annotations.NullMarked;
