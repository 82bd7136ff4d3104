/** C2SP signed notes, checkpoints, cosignatures and tlog proofs. */
@NullMarked
package dev.intact.note;

import org.jspecify.annotations.NullMarked;
