/** The ways on which messages leave: each by the contract of those who receive it. */
@NullMarked
package dev.intact.monitor.channel;

import org.jspecify.annotations.NullMarked;
