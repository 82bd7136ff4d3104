package dev.intact.monitor.alert;

/**
 * What an alert is about.
 *
 * @param monitor the monitor's name; channels and the configuration have names that begin with ~
 * @param kind the capability, for example {@code files}
 * @param subject what it verifies
 */
public record Target(String monitor, String kind, String subject) {}
