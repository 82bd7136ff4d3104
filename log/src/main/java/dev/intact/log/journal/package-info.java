/** The journal: the commit point of all logs, one write and one force for a batch. */
@NullMarked
package dev.intact.log.journal;

import org.jspecify.annotations.NullMarked;
