package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.SecurityLog;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** The operations on API keys, for operators. */
final class KeysApi {

  private static final Set<String> MEMBERS = Set.of("role", "trail", "expires");

  private final KeyRing keys;
  private final SecurityLog security;
  private final Denials denials;

  KeysApi(KeyRing keys, SecurityLog security, Denials denials) {
    this.keys = keys;
    this.security = security;
    this.denials = denials;
  }

  void register(Routes routes) {
    routes
        .add("GET", "/v1/keys", this::list)
        .add("POST", "/v1/keys", this::create)
        .add("DELETE", "/v1/keys/{key}", this::revoke);
  }

  private void requireOperator(Exchange e) throws Problem, AuditException {
    e.onlyQuery();
    if (e.key().role() != Role.OPERATOR) {
      denials.record(e.key(), "keys", "manage");
      throw Problem.forbidden();
    }
  }

  private void list(Exchange e) throws Problem, AuditException {
    requireOperator(e);
    e.json(200, JsonObject.builder().put("keys", new JsonArray(List.copyOf(keys.list()))).build());
  }

  private void create(Exchange e) throws Problem, AuditException, IOException {
    requireOperator(e);
    JsonObject wanted;
    Role role;
    Optional<Instant> expires;
    try {
      wanted = (JsonObject) Json.parse(e.body(4096), JsonLimits.STRICT);
      role = Role.valueOf(wanted.string("role").orElse("").toUpperCase(Locale.ROOT));
      expires = wanted.string("expires").map(t -> RecordTime.parseBound(t).orElseThrow());
    } catch (JsonException
        | ClassCastException
        | IllegalArgumentException
        | NoSuchElementException bad) {
      throw Problem.badRequest(
          "send {\"role\": operator|admin|auditor|writer, \"trail\": …, \"expires\": …}");
    }
    if (!MEMBERS.containsAll(wanted.names())
        || (wanted.get("trail").isPresent() && wanted.string("trail").isEmpty())
        || (wanted.get("expires").isPresent() && expires.isEmpty())) {
      throw Problem.badRequest(
          "a key has a role, and if wanted a trail and a time until which it holds");
    }
    String token = keys.create(role, wanted.string("trail"), expires);
    String id = KeyRing.idOf(token);
    security.record(
        "key_created", e.actor(), role + " " + wanted.string("trail").orElse("*") + " " + id);
    e.json(201, JsonObject.builder().put("id", id).put("key", token).build());
  }

  private void revoke(Exchange e) throws Problem, AuditException, IOException {
    requireOperator(e);
    String id = e.path("key");
    if (!keys.revoke(id)) {
      throw Problem.notFound("there is no key " + id);
    }
    security.record("key_revoked", e.actor(), id);
    e.json(200, JsonObject.builder().put("revoked", id).build());
  }
}
