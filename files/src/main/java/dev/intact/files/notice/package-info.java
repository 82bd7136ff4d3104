/** Changes that somebody spoke of before they were made. */
@NullMarked
package dev.intact.files.notice;

import org.jspecify.annotations.NullMarked;
