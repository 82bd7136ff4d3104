package dev.intact.cli;

import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code intact key …}. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "API keys of a running server (with an operator's key), and the verifier keys of its trails."
    })
final class KeyCommand {

  private static final String KEYS = "/v1/keys";

  private final Io io;

  KeyCommand(Io io) {
    this.io = io;
  }

  private ServerClient client(TargetOptions target) throws IOException {
    URI url =
        target
            .server(io)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "API keys are managed on a running server: --server URL, or INTACT_SERVER"));
    return target.client(io, url);
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes an API key. It is shown this once; the server keeps only its hash.",
      footer = {
        "",
        "Example:",
        "  intact key create --role auditor --trail family_123 --expires 2027-01-01"
      })
  int create(
      @Mixin TargetOptions target,
      @Option(names = "--role", required = true, description = "operator, admin, auditor or writer")
          String role,
      @Option(names = "--trail", description = "only for this trail") Optional<String> trail,
      @Option(names = "--expires", paramLabel = "DATE", description = "until when it holds")
          Optional<String> expires,
      @Option(names = "--json", description = "id and key as JSON") boolean json)
      throws Exception {
    JsonObject.Builder wanted = JsonObject.builder().put("role", role);
    trail.ifPresent(t -> wanted.put("trail", t));
    Dates.date("--expires", expires).ifPresent(t -> wanted.put("expires", RecordTime.format(t)));
    try (ServerClient server = client(target)) {
      byte[] body = Json.text(wanted.build()).getBytes(StandardCharsets.UTF_8);
      JsonObject key = server.object(server.json("POST", KEYS, "application/json", body), KEYS);
      io.out().println(json ? Json.text(key) : key.string("key").orElse("?"));
      return 0;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the API keys: their ids, roles, trails and ends; not their secrets.",
      footer = {"", "Example:", "  intact key list --json"})
  int list(
      @Mixin TargetOptions target,
      @Option(names = "--json", description = "JSON Lines") boolean json)
      throws Exception {
    try (ServerClient server = client(target)) {
      for (JsonValue value : server.get(KEYS).array("keys").orElse(List.of())) {
        JsonObject key = server.object(value, KEYS);
        io.out().println(json ? Json.text(key) : row(key));
      }
      return 0;
    }
  }

  private static String row(JsonObject key) {
    return key.string("id").orElse("?")
        + "  "
        + key.string("role").orElse("?")
        + "  "
        + key.string("trail").orElse("every trail")
        + key.string("expires").map(e -> "  until " + e).orElse("");
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = "Revokes an API key, at once.",
      footer = {"", "Example:", "  intact key revoke 3fa0c1d2e4b5"})
  int revoke(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "ID", description = "the key's id, as in key list") String id,
      @Option(names = "--json", description = "the id as JSON") boolean json)
      throws Exception {
    String path = KEYS + "/" + ServerClient.segment(id);
    try (ServerClient server = client(target)) {
      JsonObject revoked = server.object(server.json("DELETE", path, "", new byte[0]), path);
      io.out().println(json ? Json.text(revoked) : id + " is revoked");
      return 0;
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Shows the verifier keys of trails, of all if none is named. Give them to verifiers by a",
        "way of their own: a key from beside the data proves nothing."
      },
      footer = {"", "Example:", "  intact key show family_123 > family_123.vkeys"})
  int show(
      @Mixin TargetOptions target,
      @Parameters(paramLabel = "TRAIL", arity = "0..*", description = "which trails")
          List<String> trails,
      @Option(names = "--json", description = "JSON Lines of trail, origin and vkeys") boolean json)
      throws Exception {
    try (Trails from = target.open(io)) {
      for (String trail : trails == null || trails.isEmpty() ? from.names() : trails) {
        AuditCommand.printKeys(io, from.describe(trail), json);
      }
      return 0;
    }
  }
}
