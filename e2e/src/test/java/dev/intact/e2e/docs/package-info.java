/** The documentation's commands are run, and what it shows is compared with what they print. */
@NullMarked
package dev.intact.e2e.docs;

import org.jspecify.annotations.NullMarked;
