package dev.intact.monitor.channel;

/**
 * A service of PagerDuty.
 *
 * @param name names it
 * @param routingKey the key of its Events API v2 integration
 * @param url where events are sent
 * @param http how requests are sent
 */
public record PagerDutySpec(String name, Secret routingKey, String url, HttpOptions http)
    implements ChannelSpec {}
