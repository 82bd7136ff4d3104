package dev.intact.monitor.config;

import dev.intact.monitor.channel.HttpOptions;
import dev.intact.monitor.channel.Secret;
import java.time.Duration;

/**
 * A dead man's switch: somebody outside who raises an alarm when he hears nothing more.
 *
 * @param url where he listens
 * @param interval how often he hears something
 * @param http how requests are sent
 */
public record HeartbeatSpec(Secret url, Duration interval, HttpOptions http) {}
