package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.AuditService;
import dev.intact.audit.SecurityLog;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The operations on API keys, for operators. */
final class KeysApi {

  private static final Set<String> MEMBERS = Set.of("role", "trail", "expires");

  private final AuditService audit;
  private final InstantSource clock;
  private final KeyRing keys;
  private final SecurityLog security;
  private final Denials denials;

  KeysApi(
      AuditService audit,
      InstantSource clock,
      KeyRing keys,
      SecurityLog security,
      Denials denials) {
    this.audit = audit;
    this.clock = clock;
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
    e.requireContent("application/json");
    JsonObject wanted = wanted(e.body(4096));
    Role role = role(wanted);
    Optional<String> trail = trail(wanted, role);
    Optional<Instant> expires = expires(wanted);
    String token = keys.create(role, trail, expires);
    String id = KeyRing.idOf(token);
    security.record("key_created", e.actor(), role + " " + trail.orElse("*") + " " + id);
    e.json(201, JsonObject.builder().put("id", id).put("key", token).build());
  }

  private static JsonObject wanted(byte[] body) throws Problem {
    JsonValue value;
    try {
      value = Json.parse(body, JsonLimits.STRICT);
    } catch (JsonException bad) {
      throw Problem.badRequest("the key is refused: " + bad.getMessage());
    }
    if (!(value instanceof JsonObject object)) {
      throw Problem.badRequest("a key is a JSON object with a role, and a trail and expires");
    }
    for (String name : object.names()) {
      if (!MEMBERS.contains(name)) {
        throw Problem.badRequest("a key has role, trail and expires, and no other member");
      }
    }
    return object;
  }

  private static Role role(JsonObject wanted) throws Problem {
    String name = wanted.string("role").orElse("");
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role;
      }
    }
    throw Problem.badRequest("/role: needed: operator, admin, auditor or writer");
  }

  private Optional<String> trail(JsonObject wanted, Role role) throws Problem {
    if (wanted.get("trail").isEmpty()) {
      return Optional.empty();
    }
    if (role == Role.OPERATOR) {
      throw Problem.badRequest("/trail: an operator's key is for every trail; leave it out");
    }
    Optional<String> trail = wanted.string("trail");
    if (trail.isEmpty()) {
      throw Problem.badRequest("/trail: the name of a trail is a string");
    }
    try {
      audit.requireName(trail.get());
    } catch (AuditException bad) {
      throw Problem.badRequest("/trail: " + bad.getMessage());
    }
    return trail;
  }

  private Optional<Instant> expires(JsonObject wanted) throws Problem {
    if (wanted.get("expires").isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> expires = wanted.string("expires").flatMap(RecordTime::parseBound);
    if (expires.isEmpty()) {
      throw Problem.badRequest(
          "/expires: a date that exists, as 2027-01-01, or an RFC 3339 time with an offset");
    }
    if (!expires.get().isAfter(clock.instant())) {
      throw Problem.badRequest("/expires: this time is over");
    }
    return expires;
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
