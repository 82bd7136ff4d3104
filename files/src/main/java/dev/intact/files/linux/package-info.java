/** The calls of the Linux kernel that a scan needs, by descriptors and bytes. */
@NullMarked
package dev.intact.files.linux;

import org.jspecify.annotations.NullMarked;
