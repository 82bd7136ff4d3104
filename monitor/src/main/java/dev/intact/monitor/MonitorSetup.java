package dev.intact.monitor;

import dev.intact.log.LogStore;
import dev.intact.monitor.channel.Channels;
import dev.intact.monitor.config.Defaults;
import dev.intact.monitor.config.MonitorConfig;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What monitoring is made of.
 *
 * @param store where its acts are kept
 * @param checks what can be verified
 * @param channels makes channels
 * @param configuration where the YAML file is
 * @param defaults what is in force where it says nothing
 * @param clock the time of day
 * @param nanos a clock that never jumps, in nanoseconds
 * @param random for ids and the spread of retries
 * @param inForce told of each configuration from when it is in force, by the thread that loads it;
 *     must not fail
 */
public record MonitorSetup(
    LogStore store,
    CheckFinder checks,
    Channels channels,
    ConfigSource configuration,
    Defaults defaults,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random,
    Consumer<MonitorConfig> inForce) {}
