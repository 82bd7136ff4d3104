package dev.intact.monitor.config;

import dev.intact.files.scan.ScanRules;

/**
 * A set of files that a configuration declares.
 *
 * @param name the set's name
 * @param rules what is looked at
 * @param bytesPerSecond so fast it is read at most; 0 for as fast as it goes
 */
public record FileSetSpec(String name, ScanRules rules, long bytesPerSecond) {}
