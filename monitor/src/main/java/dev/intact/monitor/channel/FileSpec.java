package dev.intact.monitor.channel;

import java.nio.file.Path;

/**
 * A file to which a line of JSON is added for each message.
 *
 * @param name names it
 * @param path the file; made when absent, for its owner alone
 * @param ocsf whether alerts are OCSF events
 */
public record FileSpec(String name, Path path, boolean ocsf) implements ChannelSpec {}
