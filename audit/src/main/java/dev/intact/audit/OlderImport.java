package dev.intact.audit;

import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.JsonObject;
import dev.intact.log.Appended;
import dev.intact.log.IdConflictException;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.OverloadedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Imports records in the older style: each original hash is verified first, the original bytes are
 * kept whole inside the new record, and the verdict stands beside them. Repeating an import, whole
 * or from the middle, adds nothing twice.
 */
final class OlderImport {

  private final Log log;
  private final AccessLog access;
  private final Instant now;
  private final String actor;
  private final List<Finding> findings = new ArrayList<>();
  private long verified;
  private long mismatched;
  private long withoutHash;
  private long duplicates;
  private long refused;

  OlderImport(Log log, AccessLog access, Instant now, String actor) {
    this.log = log;
    this.access = access;
    this.now = now;
    this.actor = actor;
  }

  private record Prepared(long line, OlderRecord record) {}

  ImportReport run(List<byte[]> lines, long firstLine)
      throws AuditException, LogException, OverloadedException {
    List<Prepared> prepared = new ArrayList<>(lines.size());
    long count = 0;
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i);
      if (isBlank(line)) {
        continue;
      }
      count++;
      try {
        prepared.add(
            new Prepared(
                firstLine + i, OlderRecord.of(line, firstLine + i, log.name(), now, actor)));
      } catch (OlderRecord.RefusedException e) {
        refuse(firstLine + i, line, String.valueOf(e.getMessage()));
      }
    }
    List<CompletableFuture<Appended>> futures =
        log.appendAll(prepared.stream().map(p -> p.record().draft()).toList());
    for (int i = 0; i < futures.size(); i++) {
      settle(prepared.get(i), futures.get(i));
    }
    access.record("import", actor, 0, 0, summary(firstLine, count));
    return new ImportReport(
        firstLine + lines.size(),
        count,
        verified,
        mismatched,
        withoutHash,
        duplicates,
        refused,
        findings);
  }

  /** A blank line has a number, so that the others keep theirs, and is nothing else. */
  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private void settle(Prepared prepared, CompletableFuture<Appended> future)
      throws AuditException, LogException {
    OlderRecord record = prepared.record();
    Appended appended;
    try {
      appended = Futures.await(future);
    } catch (IdConflictException e) {
      refused++;
      findings.add(
          Finding.of(
                  Verdict.CONFLICT, log.name(), "line " + prepared.line() + ": " + e.getMessage())
              .withRecord(Optional.of(e.id())));
      access.record(
          "conflict", actor, e.existingIndex(), e.existingIndex() + 1, JsonObject.empty());
      return;
    }
    switch (record.verdict()) {
      case OK -> verified += appended.duplicate() ? 0 : 1;
      case CONTENT_TAMPERED -> {
        mismatched++;
        findings.add(
            finding(record, prepared.line(), "the original hash does not match the record")
                .comparing(record.stated(), record.computed())
                .at(appended.index()));
      }
      default -> {
        withoutHash++;
        findings.add(
            finding(record, prepared.line(), "the record carries no hash").at(appended.index()));
      }
    }
    duplicates += appended.duplicate() && record.verdict() == Verdict.OK ? 1 : 0;
  }

  private Finding finding(OlderRecord record, long line, String detail) {
    return Finding.of(record.verdict(), log.name(), "line " + line + ": " + detail)
        .withRecord(Optional.of(record.draft().auditId()));
  }

  private void refuse(long line, byte[] bytes, String why) throws AuditException, LogException {
    refused++;
    findings.add(Finding.of(Verdict.UNVERIFIABLE, log.name(), "line " + line + ": " + why));
    access.record(
        "import_refused",
        actor,
        0,
        0,
        JsonObject.builder()
            .put("line", line)
            .put("sha256", OlderRecord.sha256(bytes))
            .put("reason", why)
            .build());
  }

  private JsonObject summary(long firstLine, long count) {
    return JsonObject.builder()
        .put("first_line", firstLine)
        .put("lines", count)
        .put("verified", verified)
        .put("mismatched", mismatched)
        .put("without_hash", withoutHash)
        .put("duplicates", duplicates)
        .put("refused", refused)
        .build();
  }
}
