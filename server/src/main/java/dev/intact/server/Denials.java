package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.audit.SecurityLog;

/** Records what was denied to whom, in the installation's security log. */
final class Denials {

  private final SecurityLog log;

  Denials(SecurityLog log) {
    this.log = log;
  }

  void record(String keyId, String trail, String action) throws AuditException {
    log.record("denied", "key:" + keyId, trail + ": " + action);
  }
}
