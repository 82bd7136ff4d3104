package dev.intact.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a command has to do with the world besides files and network.
 *
 * @param in standard input
 * @param out takes results
 * @param err takes errors, remarks and progress
 * @param env the environment
 * @param terminal whether {@code err} is a terminal on which progress may be drawn
 * @param clock the time
 * @param random for ids, cryptographically strong
 */
record Io(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> env,
    boolean terminal,
    InstantSource clock,
    RandomGenerator random) {}
