package dev.intact.server;

import dev.intact.audit.AuditException;
import java.util.Locale;

/** Lets a request through to a trail or to the installation, or denies it and records that. */
final class Guard {

  /** What a request wants to do with a trail. */
  enum Right {
    /** Add records. */
    APPEND,
    /** Read, prove, verify, export. */
    AUDIT,
    /** Bring in an older trail: who does vouches for where the file comes from. */
    IMPORT,
    /** Decide what is in force for the installation. */
    MANAGE;

    boolean of(Role role) {
      return switch (this) {
        case APPEND -> role.mayWrite();
        case AUDIT -> role.mayAudit();
        case IMPORT, MANAGE -> role.mayWrite() && role.mayAudit();
      };
    }
  }

  private final Denials denials;

  Guard(Denials denials) {
    this.denials = denials;
  }

  /** Lets a key through to what belongs to no trail, if it is for all of them and may do that. */
  void installation(Exchange e, String what, Right right) throws Problem, AuditException {
    ApiKey key = e.key();
    if (key.trail().isPresent() || !right.of(key.role())) {
      denials.record(key, what, right.name().toLowerCase(Locale.ROOT));
      throw Problem.forbidden();
    }
  }

  /** The name of the trail in a path, if the key may do that with it. */
  String trail(Exchange e, String variable, Right right) throws Problem, AuditException {
    ApiKey key = e.key();
    String name = e.path(variable);
    if (!key.isFor(name) || !right.of(key.role())) {
      denials.record(key, name, right.name().toLowerCase(Locale.ROOT));
      throw Problem.forbidden();
    }
    return name;
  }
}
