@NullMarked
package dev.intact.monitor.config;

import org.jspecify.annotations.NullMarked;
