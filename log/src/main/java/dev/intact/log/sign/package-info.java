/**
 * The signer: a component apart from the store, with its own keys and its own memory of what it
 * signed.
 */
@NullMarked
package dev.intact.log.sign;

import org.jspecify.annotations.NullMarked;
