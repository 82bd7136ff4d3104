package dev.intact.monitor.channel;

/**
 * Lines on the standard output of the program.
 *
 * @param name names it
 */
public record ConsoleSpec(String name) implements ChannelSpec {}
