package dev.intact.audit;

import dev.intact.finding.Evidence;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import dev.intact.json.CanonicalScanner.Span;
import dev.intact.log.Log;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import dev.intact.note.Checkpoint;
import dev.intact.record.RecordFields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for ids that stand at more than one index of a range. That is possible only where the index
 * of records was tampered with and the id posted again, or where something else wrote the log: both
 * records are signed, and an answer by id gives but one of them.
 *
 * <p>The ids are gathered while the records are verified; only where some come twice, or where they
 * do not fit the memory at once, are the records read again. Both records of a finding are proven.
 */
final class DuplicateSearch {

  private static final int MAX_FINDINGS = 1000;

  private final long begin;
  private final long end;
  private final int parts;
  private final DuplicateIds first;

  /** A search among the records [begin, end). */
  DuplicateSearch(long begin, long end) {
    this(begin, end, DuplicateIds.parts(end - begin));
  }

  DuplicateSearch(long begin, long end, int parts) {
    this.begin = begin;
    this.end = end;
    this.parts = parts;
    this.first = new DuplicateIds(end - begin, 0, parts);
  }

  /** Takes a record of the range, of which these are the bytes. */
  void add(byte[] bytes, RecordFields record) {
    add(first, bytes, record);
  }

  private static void add(DuplicateIds ids, byte[] bytes, RecordFields record) {
    Optional<Span> id = record.auditIdSpan();
    if (id.isPresent()) {
      ids.add(hash(bytes, id.get()));
    }
  }

  private static long hash(byte[] bytes, Span id) {
    return DuplicateIds.hash(bytes, id.start(), id.end());
  }

  /** Whether the record is the last of the range: then {@link #found} can say. */
  boolean endsAt(long index) {
    return index == end;
  }

  /** Every record of the range whose id stands before it too. */
  List<Finding> found(Log log, Checkpoint head) throws LogException {
    List<Finding> findings = new ArrayList<>();
    try {
      Set<Long> repeated = new HashSet<>(repeated(log, first, findings));
      for (int part = 1; part < parts; part++) {
        DuplicateIds more = new DuplicateIds(end - begin, part, parts);
        log.scan(begin, end, (index, entry) -> add(more, entry, RecordFields.of(entry)));
        repeated.addAll(repeated(log, more, findings));
      }
      if (!repeated.isEmpty()) {
        findings.addAll(twice(log, new ProvenEntries(log.tiles(), head), repeated));
      }
    } catch (IOException e) {
      findings.add(incomplete(log, String.valueOf(e.getMessage())));
    }
    return findings;
  }

  private static Set<Long> repeated(Log log, DuplicateIds ids, List<Finding> findings) {
    if (ids.overflowed()) {
      findings.add(incomplete(log, "too many of them have like hashes"));
    }
    return ids.repeated();
  }

  private static Finding incomplete(Log log, String why) {
    return Finding.of(
        Verdict.UNVERIFIABLE, log.name(), "whether an id stands twice was not established: " + why);
  }

  private List<Finding> twice(Log log, ProvenEntries proven, Set<Long> repeated)
      throws IOException, LogException {
    List<Finding> findings = new ArrayList<>();
    Map<String, Long> seen = new HashMap<>();
    log.scan(
        begin,
        end,
        (index, entry) -> {
          RecordFields record = RecordFields.of(entry);
          Optional<Span> span = record.auditIdSpan();
          Optional<String> id = record.auditId();
          if (span.isEmpty() || id.isEmpty() || !repeated.contains(hash(entry, span.get()))) {
            return;
          }
          Long before = seen.putIfAbsent(id.get(), index);
          if (before != null
              && findings.size() < MAX_FINDINGS
              && has(proven, before, id.get())
              && has(proven, index, id.get())) {
            findings.add(finding(log, id.get(), before, index));
          }
        });
    return findings;
  }

  /** What is not what was committed to is found as that. */
  private static boolean has(ProvenEntries proven, long index, String id) {
    try {
      return RecordFields.of(proven.entry(index)).auditId().equals(Optional.of(id));
    } catch (LogException e) {
      return false;
    }
  }

  private static Finding finding(Log log, String id, long before, long index) {
    return Finding.of(
            Verdict.CONFLICT,
            log.name(),
            "the id "
                + id
                + " stands at index "
                + before
                + " and again at index "
                + index
                + ": the index of records was tampered with, or the log was written otherwise")
        .at(index)
        .withRecord(Optional.of(id))
        .with(new Evidence("first_index", "text", Long.toString(before)));
  }
}
