package dev.intact.monitor.channel;

import java.util.Optional;

/**
 * A generic webhook by Standard Webhooks.
 *
 * @param name names it
 * @param url where it is
 * @param secret the key or keys that sign; unsigned without
 * @param ocsf whether alerts are OCSF events instead of CloudEvents
 * @param http how requests are sent
 */
public record WebhookSpec(
    String name, Secret url, Optional<Secret> secret, boolean ocsf, HttpOptions http)
    implements ChannelSpec {}
