package dev.intact.cli;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.key.KeyFormatException;
import dev.intact.key.VerifierKey;
import dev.intact.log.fsck.Fsck;
import dev.intact.log.fsck.LogSource;
import dev.intact.log.fsck.LogVerification;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact log …}: logs at rest, ours or anybody's. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "C2SP logs in a directory or behind a URL, ours or anybody's.")
final class LogCommand {

  static final String WHERE = "the directory or http(s) URL that holds checkpoint and tile/";

  private final Io io;

  LogCommand(Io io) {
    this.io = io;
  }

  static List<VerifierKey> parse(List<String> keys) throws KeyFormatException {
    List<VerifierKey> trusted = new ArrayList<>();
    for (String key : keys) {
      trusted.add(VerifierKey.parse(key));
    }
    return trusted;
  }

  @Command(
      name = "fsck",
      mixinStandardHelpOptions = true,
      description = {
        "Re-derives every root and tile of a C2SP log from its entries and compares them with the",
        "checkpoint. A data directory is checked log by log, while a server is using it too.",
        "Without a --key of the log the signature cannot be verified, and the result is never",
        "better than UNVERIFIABLE: a key found beside the data would prove nothing."
      },
      footer = {
        "",
        "Exit codes: 0 intact, 1 integrity violation, 2 bad usage or input, 3 not established.",
        "",
        "Examples:",
        "  intact log fsck intact-data/logs/intact.local/c17c1c7335/family_123 --key \"$VKEY\"",
        "  intact log fsck https://log.example.com/2026 --key \"$VKEY\" --json",
        "  intact log fsck intact-data --key \"$VKEY1\" --key \"$VKEY2\""
      })
  int fsck(
      @Mixin ServerOptions access,
      @Parameters(paramLabel = "DIR|URL", description = WHERE + ", or a data directory")
          String where,
      @Option(
              names = "--key",
              paramLabel = "VKEY",
              description = "a key that you trust; may be repeated")
          List<String> keys,
      @Option(
              names = "--checkpoint",
              paramLabel = "FILE",
              description = "a checkpoint that you kept: finds a roll-back or a fork")
          Optional<Path> kept,
      @Option(
              names = "--json",
              description = "the result as JSON; of a data directory, JSON Lines and a sum")
          boolean json)
      throws Exception {
    List<VerifierKey> trusted = parse(keys == null ? List.of() : keys);
    Optional<Checkpoint> earlier = Optional.empty();
    if (kept.isPresent()) {
      SignedCheckpoint signed = SignedCheckpoint.parse(Files.readAllBytes(kept.get()));
      earlier = Optional.of(signed.verify(trusted).checkpoint());
    }
    if (Logs.isDataDirectory(where)) {
      return all(Path.of(where), trusted, earlier, json);
    }
    LogVerification result = check(where, Logs.source(io, where, access), trusted, earlier);
    io.out().println(json ? Json.pretty(result.toJson()) : text(result));
    return result.verdict().exitCode();
  }

  private LogVerification check(
      String name, LogSource source, List<VerifierKey> trusted, Optional<Checkpoint> earlier)
      throws IOException {
    Optional<byte[]> checkpoint = source.checkpoint();
    try (Progress progress = new Progress(io, "entries", size(checkpoint))) {
      return Fsck.run(name, checkpoint, source, trusted, earlier, progress::add);
    }
  }

  private static long size(Optional<byte[]> checkpoint) {
    try {
      return checkpoint.isEmpty()
          ? 0
          : SignedCheckpoint.parse(checkpoint.get()).checkpoint().size();
    } catch (NoteException e) {
      return 0;
    }
  }

  private int all(Path data, List<VerifierKey> trusted, Optional<Checkpoint> earlier, boolean json)
      throws IOException {
    ServerOptions none = new ServerOptions();
    Verdict worst = Verdict.OK;
    long count = 0;
    for (Path log : Logs.under(data)) {
      LogSource source = Logs.source(io, log.toString(), none);
      Optional<Checkpoint> its =
          earlier.filter(c -> log.endsWith(c.origin().substring(c.origin().lastIndexOf('/') + 1)));
      LogVerification result = check(log.toString(), source, trusted, its);
      io.out().println(json ? Json.text(result.toJson()) : text(result));
      worst = graver(worst, result.verdict());
      count++;
    }
    io.out()
        .println(
            json
                ? Json.text(
                    JsonObject.builder().put("verdict", worst.name()).put("logs", count).build())
                : worst + "  " + data + ": " + count + " logs");
    return worst.exitCode();
  }

  /** The graver of two; a violation before what could not be established. */
  private static Verdict graver(Verdict one, Verdict other) {
    if (one.isGood() || other.isGood()) {
      return one.isGood() ? other : one;
    }
    return one.exitCode() < other.exitCode()
            || (one.exitCode() == other.exitCode() && one.compareTo(other) < 0)
        ? one
        : other;
  }

  private static String text(LogVerification result) {
    StringBuilder text =
        new StringBuilder()
            .append(result.verdict())
            .append("  ")
            .append(result.log())
            .append(": ")
            .append(result.coverage().checked())
            .append(" of ")
            .append(result.coverage().expected())
            .append(" entries and ")
            .append(result.tiles())
            .append(" tiles at size ")
            .append(result.size())
            .append(", root ")
            .append(result.root())
            .append(", in ")
            .append(result.duration().toMillis())
            .append(" ms");
    for (Finding finding : result.findings()) {
      text.append('\n').append(finding.toText());
    }
    return text.toString();
  }

  @Command(
      name = "checkpoint",
      mixinStandardHelpOptions = true,
      description = {
        "Prints a log's checkpoint as it stands there, to be kept elsewhere. With --key it is",
        "verified first, and not printed if it does not hold."
      },
      footer = {
        "",
        "Example:",
        "  intact log checkpoint https://log.example.com/2026 --key \"$VKEY\" > kept"
      })
  int checkpoint(
      @Mixin ServerOptions access,
      @Parameters(paramLabel = "DIR|URL", description = WHERE) String where,
      @Option(
              names = "--key",
              paramLabel = "VKEY",
              description = "a key that you trust; may be repeated")
          List<String> keys,
      @Option(names = "--json", description = "origin, size, root and note as JSON") boolean json)
      throws Exception {
    byte[] note = note(where, Logs.source(io, where, access));
    SignedCheckpoint signed = SignedCheckpoint.parse(note);
    boolean verify = keys != null;
    if (verify) {
      LogProving.verified(signed, parse(keys));
    } else {
      io.err().println("intact: the signature is not verified: no --key is given");
    }
    if (json) {
      Checkpoint head = signed.checkpoint();
      io.out()
          .println(
              Json.pretty(
                  JsonObject.builder()
                      .put("origin", head.origin())
                      .put("size", head.size())
                      .put("root", head.root().hex())
                      .put("verified", verify)
                      .put("checkpoint", new String(note, StandardCharsets.UTF_8))
                      .build()));
    } else {
      io.out().write(note);
      io.out().flush();
    }
    return 0;
  }

  static byte[] note(String where, LogSource source) throws IOException {
    return source
        .checkpoint()
        .orElseThrow(() -> new NoSuchFileException(where + " has no checkpoint"));
  }

  @Command(
      name = "prove",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a proof from a log's tiles: of the entry --index as a .tlog-proof file, or that the",
        "log at its present size (or --to) continues the one of size --from. A proof that does not",
        "hold against the checkpoint is not made."
      },
      footer = {
        "",
        "Examples:",
        "  intact log prove https://log.example.com/2026 --key \"$VKEY\" --index 42 --out 42.tlog-proof",
        "  intact log prove intact-data/logs/intact.local/c17c1c7335/family_123 --from 100 --json"
      })
  int prove(
      @Mixin ServerOptions access,
      @Parameters(paramLabel = "DIR|URL", description = WHERE) String where,
      @Option(
              names = "--key",
              paramLabel = "VKEY",
              description = "a key that you trust; may be repeated")
          List<String> keys,
      @Option(names = "--index", description = "the entry to prove") Optional<Long> index,
      @Option(names = "--out", paramLabel = "FILE", description = "the .tlog-proof file to write")
          Optional<Path> out,
      @Option(names = "--from", paramLabel = "SIZE", description = "the earlier size")
          Optional<Long> from,
      @Option(names = "--to", paramLabel = "SIZE", description = "the later size")
          Optional<Long> to,
      @Option(names = "--json", description = "the result as JSON") boolean json)
      throws Exception {
    if (index.isPresent() == from.isPresent()
        || (index.isPresent() && to.isPresent())
        || (index.isPresent() != out.isPresent())) {
      throw new IllegalArgumentException(
          "give either --index N --out FILE, or --from SIZE and perhaps --to SIZE");
    }
    LogSource source = Logs.source(io, where, access);
    byte[] note = note(where, source);
    SignedCheckpoint signed = SignedCheckpoint.parse(note);
    if (keys == null) {
      io.err().println("intact: the signature is not verified: no --key is given");
    } else {
      LogProving.verified(signed, parse(keys));
    }
    LogProving proving = new LogProving(source, signed.checkpoint());
    if (index.isEmpty()) {
      JsonObject proof = proving.consistency(from.orElseThrow(), to);
      io.out().println(json ? Json.pretty(proof) : LogProving.text(proof));
      return 0;
    }
    Path file = out.orElseThrow();
    Files.write(file, proving.inclusion(index.get(), note).encode());
    io.out()
        .println(
            json
                ? Json.text(
                    JsonObject.builder()
                        .put("file", file.toString())
                        .put("origin", signed.checkpoint().origin())
                        .put("index", index.get())
                        .put("size", signed.checkpoint().size())
                        .build())
                : file + " written; check it with: intact verify " + file + " --key VKEY");
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the logs of a data directory, or the trails of a running server.",
      footer = {
        "",
        "Examples:",
        "  intact log list intact-data",
        "  intact log list http://127.0.0.1:8470 --key-file intact-data/admin.key --json"
      })
  int list(
      @Mixin ServerOptions access,
      @Parameters(paramLabel = "DATA|URL", description = "a data directory, or a server's URL")
          String where,
      @Option(names = "--json", description = "JSON Lines") boolean json)
      throws Exception {
    if (ServerOptions.isUrl(where)) {
      URI url = ServerOptions.url(where);
      try (Trails trails =
          new RemoteTrails(new ServerClient(access.client(), url, access.apiKey(io)))) {
        for (String name : trails.names()) {
          JsonObject trail = trails.describe(name);
          String origin = trail.string("origin").orElse("?");
          row(origin, trail.integer("size").orElse(0L), url + "/logs/" + origin, json);
        }
      }
      return 0;
    }
    for (Path log : Logs.under(Path.of(where))) {
      Optional<byte[]> note = Logs.source(io, log.toString(), access).checkpoint();
      if (note.isEmpty()) {
        row("no checkpoint", 0, log.toString(), json);
      } else {
        Checkpoint head = SignedCheckpoint.parse(note.get()).checkpoint();
        row(head.origin(), head.size(), log.toString(), json);
      }
    }
    return 0;
  }

  private void row(String origin, long size, String where, boolean json) {
    io.out()
        .println(
            json
                ? Json.text(
                    JsonObject.builder()
                        .put("origin", origin)
                        .put("size", size)
                        .put("location", where)
                        .build())
                : origin + "  size " + size + "  " + where);
  }
}
