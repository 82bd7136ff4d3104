package dev.intact.monitor;

import dev.intact.log.LogStore;
import dev.intact.monitor.channel.Channels;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What monitoring is made of.
 *
 * @param store where its acts are kept
 * @param checks what can be verified
 * @param channels makes channels
 * @param configuration the YAML file; without one, only what others report is alerted
 * @param clock the time of day
 * @param nanos a clock that never jumps, in nanoseconds
 * @param random for ids and the spread of retries
 * @param zone of the report, if the file names none
 */
public record MonitorSetup(
    LogStore store,
    CheckFinder checks,
    Channels channels,
    Optional<Path> configuration,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random,
    ZoneId zone) {}
