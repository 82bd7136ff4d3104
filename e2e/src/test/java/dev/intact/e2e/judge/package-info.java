/** What the product writes, judged by programs that share no code with it. */
@NullMarked
package dev.intact.e2e.judge;

import org.jspecify.annotations.NullMarked;
