package dev.intact.cli;

import dev.intact.finding.Finding;
import dev.intact.json.Json;
import dev.intact.key.VerifierKey;
import dev.intact.log.fsck.DirectorySource;
import dev.intact.log.fsck.Fsck;
import dev.intact.log.fsck.LogVerification;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact log …}: logs at rest, ours or anybody's. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "Logs at rest, ours or anybody's.")
final class LogCommand {

  private static final long PROGRESS_EVERY = 262_144;

  @Command(
      name = "fsck",
      mixinStandardHelpOptions = true,
      description = {
        "Re-derives every root and tile of a C2SP log from its entries and compares them with the checkpoint.",
        "Without --key the signature cannot be verified, and the result is never better than UNVERIFIABLE."
      })
  int fsck(
      @Parameters(paramLabel = "DIR", description = "the directory that holds checkpoint and tile/")
          Path dir,
      @Option(names = "--key", description = "a key of the log that you trust; may be repeated")
          List<String> keys,
      @Option(
              names = "--checkpoint",
              description = "a checkpoint that you kept: finds a roll-back or a fork")
          Optional<Path> kept,
      @Option(names = "--json", description = "the result as JSON") boolean json)
      throws Exception {
    List<VerifierKey> trusted = new ArrayList<>();
    for (String key : keys == null ? List.<String>of() : keys) {
      trusted.add(VerifierKey.parse(key));
    }
    Optional<Checkpoint> earlier = Optional.empty();
    if (kept.isPresent()) {
      SignedCheckpoint signed = SignedCheckpoint.parse(Files.readAllBytes(kept.get()));
      earlier = Optional.of(signed.verify(trusted).checkpoint());
    }
    DirectorySource source = new DirectorySource(dir);
    AtomicLong done = new AtomicLong();
    boolean terminal = System.console() != null && !json;
    LogVerification result =
        Fsck.run(
            dir.toString(),
            source.checkpoint(),
            source,
            trusted,
            earlier,
            n -> {
              long before = done.getAndAdd(n);
              if (terminal && before / PROGRESS_EVERY != (before + n) / PROGRESS_EVERY) {
                System.err.print("\r" + (before + n) + " entries");
              }
            });
    if (terminal && done.get() >= PROGRESS_EVERY) {
      System.err.print("\r");
    }
    if (json) {
      System.out.println(Json.pretty(result.toJson()));
    } else {
      System.out.println(
          result.verdict()
              + "  "
              + result.log()
              + ": "
              + result.coverage().checked()
              + " of "
              + result.coverage().expected()
              + " entries and "
              + result.tiles()
              + " tiles at size "
              + result.size()
              + ", root "
              + result.root()
              + ", in "
              + result.duration().toMillis()
              + " ms");
      for (Finding finding : result.findings()) {
        System.out.println(finding.toText());
      }
    }
    return result.verdict().exitCode();
  }
}
