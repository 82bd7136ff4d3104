package dev.intact.monitor.channel;

import java.util.Optional;

/**
 * An Alertmanager of Prometheus.
 *
 * @param name names it
 * @param url its base, to which {@code /api/v2/alerts} is added
 * @param bearer a token that it asks for
 * @param http how requests are sent
 */
public record AlertmanagerSpec(String name, String url, Optional<Secret> bearer, HttpOptions http)
    implements ChannelSpec {}
