package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import dev.intact.log.LogStoreException;
import dev.intact.log.index.RecordKeys;
import dev.intact.record.RecordFields;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Sets in a store of their own. */
public final class TestSets {

  static final Decision DECISION = new Decision("cli:ada", "a test");

  private TestSets() {}

  public static LogStore open(Path directory) throws LogStoreException {
    return LogStore.open(LogStoreConfig.of(directory, InstantSource.system(), TestSets::keys));
  }

  /** A start holds one segment of the journal in memory. */
  static LogStore openWithSmallJournal(Path directory) throws LogStoreException {
    return LogStore.open(
        LogStoreConfig.of(directory, InstantSource.system(), TestSets::keys)
            .withJournal(4 << 20, 32 << 20));
  }

  private static RecordKeys keys(byte[] entry) {
    RecordFields fields = RecordFields.of(entry);
    return new RecordKeys(
        fields.auditId(), fields.eventType(), fields.eventMicros(), fields.createdMicros());
  }

  static FileSets sets(LogStore store) {
    return sets(store, InstantSource.system());
  }

  static FileSets sets(LogStore store, InstantSource clock) {
    return new FileSets(store, new SecureRandom(), FilesSettings.of(clock));
  }

  static ScanRules rules(Path root, Preset preset) {
    return new ScanRules(
        List.of(ByteString.utf8(root.toString())), preset, List.of(), List.of(), false);
  }

  /** One line a finding: verdict, path under the root, detail. */
  static List<String> lines(FilesReport report, Path root) {
    return report.check().findings().stream()
        .map(f -> f.verdict() + " " + f.subject() + ": " + f.detail())
        .map(line -> line.replace(root + "/", "").replace(root.toString(), "."))
        .toList();
  }
}
