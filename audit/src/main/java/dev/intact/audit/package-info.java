/** Audit trails: records, verification, custody, proofs, exports, import. */
@NullMarked
package dev.intact.audit;

import org.jspecify.annotations.NullMarked;
