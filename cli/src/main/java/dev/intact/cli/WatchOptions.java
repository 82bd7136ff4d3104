package dev.intact.cli;

import dev.intact.audit.AuditSettings;
import dev.intact.log.LogStore;
import dev.intact.monitor.ConfigSource;
import dev.intact.server.ServerConfig;
import dev.intact.server.WatchConfig;
import dev.intact.server.Watching;
import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which monitoring is meant, and its configuration where it is one of this process. */
final class WatchOptions {

  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "with a data directory: the YAML file (default: DATA/intact.yaml where there is one)")
  private Optional<Path> config = Optional.empty();

  Watch open(Io io) throws Exception {
    Optional<URI> url = target.server(io);
    if (url.isPresent()) {
      if (config.isPresent()) {
        throw new IllegalArgumentException(
            "--config goes with a data directory; a server has its own");
      }
      return new RemoteWatch(target.client(io, url.get()));
    }
    return local(io);
  }

  boolean isRemote(Io io) {
    return target.server(io).isPresent();
  }

  LocalWatch local(Io io) throws Exception {
    LogStore store = target.store(io, false, false, n -> {});
    try {
      Watching watching =
          Watching.open(
              store,
              AuditSettings.parse(io.env()),
              io.clock(),
              io.random(),
              config(io, config, target.directory()));
      return new LocalWatch(store, watching, TargetOptions.actor());
    } catch (Exception e) {
      store.close();
      throw e;
    }
  }

  /** What monitoring of a data directory is started with. */
  static WatchConfig config(Io io, Optional<Path> file, Path data) {
    return new WatchConfig(
        file.map(ConfigSource::of)
            .orElseGet(() -> ConfigSource.ifPresent(data.resolve(ServerConfig.CONFIGURATION))),
        io.env(),
        io.out(),
        Hosts.name(),
        ZoneId.systemDefault());
  }
}
