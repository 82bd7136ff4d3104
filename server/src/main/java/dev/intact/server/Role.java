package dev.intact.server;

/** What a key may do. */
enum Role {
  /** Everything, on every trail, and keys. */
  OPERATOR,
  /** Everything on its trail. */
  ADMIN,
  /** Reads, proves, verifies and exports its trail. */
  AUDITOR,
  /** Appends to its trail. */
  WRITER;

  boolean mayWrite() {
    return this != AUDITOR;
  }

  boolean mayAudit() {
    return this != WRITER;
  }
}
