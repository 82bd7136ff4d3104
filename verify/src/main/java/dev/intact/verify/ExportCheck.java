package dev.intact.verify;

import dev.intact.bundle.ExportHeader;
import dev.intact.bundle.ExportReader;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.CanonicalScanner;
import dev.intact.key.VerifierKey;
import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.ProofException;
import dev.intact.merkle.ProofVerifier;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.NoteException;
import dev.intact.note.SignedCheckpoint;
import dev.intact.record.RecordIntegrity;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Verifies an export in one pass and bounded memory: signature, completeness, every record's hash,
 * dates.
 */
final class ExportCheck {

  private static final int MAX_FINDINGS = 1000;

  private final List<VerifierKey> trusted;
  private final Optional<Checkpoint> earlier;
  private final List<Finding> findings = new ArrayList<>();
  private long lastMicros = Long.MIN_VALUE;

  ExportCheck(List<VerifierKey> trusted, Optional<Checkpoint> earlier) {
    this.trusted = trusted;
    this.earlier = earlier;
  }

  Outcome run(InputStream in) throws IOException {
    ExportReader reader = new ExportReader(in);
    ExportHeader header = reader.header();
    Checkpoint head;
    try {
      head =
          SignedCheckpoint.parse(header.checkpoint().getBytes(StandardCharsets.UTF_8))
              .verify(trusted)
              .checkpoint();
    } catch (NoteException e) {
      return Outcome.failed("export", header.origin(), Signatures.finding(header.origin(), e));
    }
    if (!head.origin().equals(header.origin()) || head.size() != header.proof().size()) {
      return Outcome.failed(
          "export",
          header.origin(),
          Finding.of(
              Verdict.CONTENT_TAMPERED,
              header.origin(),
              "the header names another log or size than its checkpoint"));
    }
    Signatures.compare(head, earlier).ifPresent(findings::add);
    bracket(header, head);
    Continuity continuity = new Continuity(header, head, earlier);
    records(reader, header, head, continuity);
    long selected = header.selectedEnd() - header.selectedBegin();
    return new Outcome(
        "export",
        head.origin(),
        selected,
        findings.isEmpty()
            ? selected
                + " records, complete "
                + header.startDate().map(d -> "from " + d + " ").orElse("")
                + header.endDate().map(d -> "to before " + d + " ").orElse("")
                + "as entries "
                + header.selectedBegin()
                + " to "
                + header.selectedEnd()
                + " of "
                + head.origin()
                + " at size "
                + head.size()
                + continuity.summary()
            : findings.size() + " findings",
        findings);
  }

  /**
   * With a date there must be a record on its other side, or the log's end: without it nobody could
   * tell whether records within the dates were left out.
   */
  private void bracket(ExportHeader header, Checkpoint head) {
    boolean before =
        header.startDate().isEmpty()
            || header.selectedBegin() == 0
            || header.proof().begin() < header.selectedBegin();
    boolean behind =
        header.endDate().isEmpty()
            || header.selectedEnd() == head.size()
            || header.proof().end() > header.selectedEnd();
    boolean whole =
        (header.startDate().isPresent() || header.selectedBegin() == 0)
            && (header.endDate().isPresent() || header.selectedEnd() == head.size());
    if (!before || !behind || !whole) {
      found(
          Finding.of(
              Verdict.MISSING,
              head.origin(),
              whole
                  ? "the record "
                      + (before ? "behind" : "before")
                      + " the dates is not there: the export does not show that it is complete"
                  : "the export begins or ends within the log without a date that says why"));
    }
  }

  private void records(
      ExportReader reader, ExportHeader header, Checkpoint head, Continuity continuity)
      throws IOException {
    TreeHasher hasher = new TreeHasher();
    CompactRange range = CompactRange.empty(header.proof().begin());
    Optional<byte[]> record = reader.next();
    while (record.isPresent()) {
      record(range.end(), record.get(), header);
      Hash leaf = hasher.leaf(record.get());
      range.append(leaf, hasher);
      continuity.leaf(leaf);
      record = reader.next();
    }
    try {
      ProofVerifier.range(header.proof(), range, head.root());
      continuity.judge().ifPresent(this::found);
    } catch (ProofException e) {
      boolean named = findings.stream().anyMatch(f -> f.verdict() == Verdict.CONTENT_TAMPERED);
      found(
          Finding.of(
              Verdict.CONTENT_TAMPERED,
              head.origin(),
              "the records are not those of the signed log"
                  + (named ? "" : " (which of them, the file cannot tell)")
                  + ": "
                  + e.getMessage()));
    }
  }

  private void record(long index, byte[] record, ExportHeader header) {
    String subject = header.origin();
    Optional<String> id = CanonicalScanner.string(record, "audit_id");
    Optional<String> stated = RecordIntegrity.stated(record);
    if (stated.isPresent() && !RecordIntegrity.computed(record).equals(stated)) {
      found(
          Finding.of(
                  Verdict.CONTENT_TAMPERED,
                  subject,
                  "the record's own hash does not match its content")
              .at(index)
              .withRecord(id)
              .comparing(stated.get(), RecordIntegrity.computed(record).orElse("")));
    }
    OptionalLong created =
        CanonicalScanner.string(record, "integrity", "created_at")
            .map(RecordTime::micros)
            .orElse(OptionalLong.empty());
    if (created.isPresent()) {
      if (created.getAsLong() < lastMicros) {
        found(
            Finding.of(
                    Verdict.BACKDATED, subject, "its time lies before that of the record before it")
                .at(index));
      }
      lastMicros = Math.max(lastMicros, created.getAsLong());
    }
    dates(index, created, header);
  }

  /** Records within the dates, and neighbours outside: so none that belongs here is left out. */
  private void dates(long index, OptionalLong created, ExportHeader header) {
    OptionalLong start = header.startDate().map(RecordTime::micros).orElse(OptionalLong.empty());
    OptionalLong end = header.endDate().map(RecordTime::micros).orElse(OptionalLong.empty());
    if (start.isEmpty() && end.isEmpty()) {
      return;
    }
    boolean within =
        created.isPresent()
            && (start.isEmpty() || created.getAsLong() >= start.getAsLong())
            && (end.isEmpty() || created.getAsLong() < end.getAsLong());
    boolean selected = index >= header.selectedBegin() && index < header.selectedEnd();
    if (selected != within) {
      found(
          Finding.of(
                  Verdict.CONTENT_TAMPERED,
                  header.origin(),
                  selected
                      ? "the record is not within the dates"
                      : "the record is within the dates but not selected")
              .at(index));
    } else if (!selected && !onItsSide(index, created, start, end, header)) {
      found(
          Finding.of(
                  Verdict.MISSING,
                  header.origin(),
                  "the record beside the selection lies on the other side of the dates: the export"
                      + " does not show that it is complete")
              .at(index));
    }
  }

  /**
   * Whether a record before the selection is before the dates, and one behind it behind them. Two
   * neighbours on one side would make an empty selection anywhere in the log look complete.
   */
  private static boolean onItsSide(
      long index, OptionalLong created, OptionalLong start, OptionalLong end, ExportHeader header) {
    if (created.isEmpty()) {
      return false;
    }
    return index < header.selectedBegin()
        ? start.isPresent() && created.getAsLong() < start.getAsLong()
        : end.isPresent() && created.getAsLong() >= end.getAsLong();
  }

  private void found(Finding finding) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    }
  }
}
