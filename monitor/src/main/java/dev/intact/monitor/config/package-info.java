/** The configuration: one YAML file, checked whole, with the line of every mistake. */
@NullMarked
package dev.intact.monitor.config;

import org.jspecify.annotations.NullMarked;
