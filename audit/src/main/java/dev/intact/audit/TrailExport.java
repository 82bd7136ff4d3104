package dev.intact.audit;

import dev.intact.audit.AuditException.Kind;
import dev.intact.bundle.ExportHeader;
import dev.intact.bundle.ExportWriter;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.key.VerifierKey;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import dev.intact.merkle.RangeProof;
import dev.intact.note.SignedCheckpoint;
import dev.intact.record.RecordFields;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An export that was checked whole before its first byte leaves: what is not intact is refused, not
 * cut off in the middle.
 */
final class TrailExport {

  private final ProvenEntries proven;
  private final DateRange range;
  private final ExportHeader header;

  private TrailExport(ProvenEntries proven, DateRange range, ExportHeader header) {
    this.proven = proven;
    this.range = range;
    this.header = header;
  }

  static TrailExport of(
      Log log,
      SignedCheckpoint head,
      Optional<Instant> start,
      Optional<Instant> end,
      List<Long> consistencyFrom)
      throws IOException, LogException, AuditException {
    long size = head.checkpoint().size();
    requireSizes(consistencyFrom, size);
    ProvenEntries proven = new ProvenEntries(log.tiles(), head.checkpoint());
    DateRange range = DateRange.find(proven::entry, size, start, end);
    proven.check(
        range.first(),
        range.last(),
        () ->
            (index, sound, bundle, offset, length, found) ->
                range
                    .misplaced(index, RecordFields.of(bundle, offset, length).createdMicros())
                    .ifPresent(why ->
                        found.accept(Finding.of(Verdict.MISSING, log.origin(), why).at(index))));
    List<RangeProof> consistency = new ArrayList<>();
    for (long from : consistencyFrom) {
      consistency.add(proven.range(from, from));
    }
    ExportHeader header =
        new ExportHeader(
            log.origin(),
            proven.range(range.first(), range.last()),
            range.begin(),
            range.end(),
            start.map(RecordTime::format),
            end.map(RecordTime::format),
            new String(head.encode(), StandardCharsets.UTF_8),
            consistency,
            log.verifierKeys().stream().map(VerifierKey::format).toList());
    return new TrailExport(proven, range, header);
  }

  private static void requireSizes(List<Long> sizes, long size) throws AuditException {
    if (sizes.size() > ExportHeader.MAX_CONSISTENCY) {
      throw new AuditException(
          Kind.INVALID,
          "an export shows continuity from at most " + ExportHeader.MAX_CONSISTENCY + " sizes");
    }
    for (long from : sizes) {
      if (from < 0 || from > size) {
        throw new AuditException(
            Kind.INVALID,
            "the log is signed at size "
                + size
                + "; it cannot be shown to continue one of size "
                + from);
      }
    }
  }

  DateRange range() {
    return range;
  }

  void write(OutputStream out) throws IOException, LogException {
    ExportWriter writer = new ExportWriter(out, header);
    proven.scan(range.first(), range.last(), (index, entry) -> writer.record(entry));
    writer.finish();
  }
}
