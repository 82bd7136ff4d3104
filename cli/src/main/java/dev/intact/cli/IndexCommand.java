package dev.intact.cli;

import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.log.LogStore;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code intact index …}. */
@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    description = "The index of records: a view that can be thrown away.")
final class IndexCommand {

  private final Io io;

  IndexCommand(Io io) {
    this.io = io;
  }

  @Command(
      name = "rebuild",
      mixinStandardHelpOptions = true,
      description = "Throws the index of a data directory away and builds it again from the logs.",
      footer = {"", "Example:", "  intact index rebuild --data /srv/intact/data"})
  int rebuild(
      @Mixin TargetOptions target,
      @Option(names = "--json", description = "the count as JSON") boolean json)
      throws Exception {
    if (target.server(io).isPresent()) {
      throw new IllegalArgumentException(
          "the index is rebuilt in a data directory: stop the server and give --data DIR");
    }
    AtomicLong records = new AtomicLong();
    try (Progress progress = new Progress(io, "records", 0);
        LogStore store =
            target.store(
                io,
                false,
                true,
                n -> {
                  records.addAndGet(n);
                  progress.add(n);
                })) {
      int logs = store.logNames().size();
      io.out()
          .println(
              json
                  ? Json.text(
                      JsonObject.builder().put("records", records.get()).put("logs", logs).build())
                  : records.get() + " records of " + logs + " logs indexed");
    }
    return 0;
  }
}
