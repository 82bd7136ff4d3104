package dev.intact.cli;

import dev.intact.audit.AuditKeys;
import dev.intact.audit.AuditService;
import dev.intact.audit.SecurityLog;
import dev.intact.files.FileSets;
import dev.intact.files.FilesSettings;
import dev.intact.files.HostSources;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.LogStoreException;
import dev.intact.log.StoreLockedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the trails are: on a server, or in a data directory that no server is using. */
final class TargetOptions {

  private static final String SERVER = "INTACT_SERVER";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "data directory that no server is using (default: intact-data)")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--signer",
      paramLabel = "DIR",
      description = "the signer's own directory (default: DATA.signer)")
  private Optional<Path> signer = Optional.empty();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "a running server; else the environment's INTACT_SERVER, unless --data is given")
  private Optional<String> server = Optional.empty();

  @Mixin private ServerOptions access = new ServerOptions();

  /** Opens what exists. */
  Trails open(Io io) throws LogStoreException, IOException {
    return trails(io, false);
  }

  /** Opens it; a data directory is made if it does not exist. */
  Trails create(Io io) throws LogStoreException, IOException {
    return trails(io, true);
  }

  private Trails trails(Io io, boolean create) throws LogStoreException, IOException {
    Optional<URI> url = server(io);
    if (url.isPresent()) {
      return new RemoteTrails(client(io, url.get()));
    }
    LogStore store = store(io, create, false, n -> {});
    return new LocalTrails(
        store,
        new AuditService(store, io.clock(), io.random()),
        new SecurityLog(store, io.clock(), io.random()),
        actor());
  }

  /** Opens the sets of files of what exists. */
  Sets sets(Io io) throws LogStoreException, IOException {
    return sets(io, false);
  }

  /** Opens the sets of files; a data directory is made if it does not exist. */
  Sets createSets(Io io) throws LogStoreException, IOException {
    return sets(io, true);
  }

  private Sets sets(Io io, boolean create) throws LogStoreException, IOException {
    Optional<URI> url = server(io);
    if (url.isPresent()) {
      return new RemoteSets(client(io, url.get()));
    }
    LogStore store = store(io, create, false, n -> {});
    return new LocalSets(store, fileSets(io, store), io.clock(), actor());
  }

  /** The sets of files of a store that this process has to itself. */
  static FileSets fileSets(Io io, LogStore store) {
    boolean fetch = HostSources.isFetching(io.env());
    FilesSettings settings = FilesSettings.of(io.clock()).withExplainers(HostSources.of(fetch));
    return new FileSets(store, io.random(), settings);
  }

  /** The server meant, if it is one. */
  Optional<URI> server(Io io) {
    if (server.isPresent() && (data.isPresent() || signer.isPresent())) {
      throw new IllegalArgumentException("--server goes with neither --data nor --signer");
    }
    if (server.isPresent()) {
      return server.map(ServerOptions::url);
    }
    if (data.isPresent() || signer.isPresent()) {
      return Optional.empty();
    }
    return Optional.ofNullable(io.env().get(SERVER))
        .filter(u -> !u.isBlank())
        .map(ServerOptions::url);
  }

  ServerClient client(Io io, URI url) throws IOException {
    return new ServerClient(access.client(), url, access.apiKey(io));
  }

  /** The data directory meant. */
  Path directory() {
    return data.orElse(Path.of("intact-data"));
  }

  LogStore store(Io io, boolean create, boolean newIndex, LongConsumer indexed)
      throws LogStoreException, IOException {
    Path directory = directory();
    if (!create && !Files.exists(directory.resolve("intact.json"))) {
      throw new IllegalArgumentException(
          directory + " is no data directory; start one with: intact up --data " + directory);
    }
    LogStoreConfig config = LogStoreConfig.of(directory, io.clock(), AuditKeys::keys);
    LogStoreConfig with = signer.map(config::withSignerDirectory).orElse(config);
    try {
      return newIndex ? LogStore.openWithNewIndex(with, indexed) : LogStore.open(with);
    } catch (StoreLockedException e) {
      throw new CommandFailure(3, locked(directory));
    }
  }

  private static String locked(Path directory) {
    String url = "http://HOST:PORT";
    try {
      String text = Files.readString(directory.resolve("server.json"));
      url = text.replaceAll("(?s).*\"url\":\"([^\"]+)\".*", "$1");
    } catch (IOException e) {
      // another command, or a server that is starting: its address is not known
    }
    return "another process is using "
        + directory
        + "; talk to its server: --server "
        + url
        + " --key-file "
        + directory.resolve("admin.key")
        + " (or stop it)";
  }

  /** Who runs the command, as the chain of custody names him. */
  static String actor() {
    return "cli:" + System.getProperty("user.name", "unknown");
  }
}
