/** Receivers that tests send to: real sockets, real TLS, other people's programs. */
@NullMarked
package dev.intact.monitor.receive;

import org.jspecify.annotations.NullMarked;
