package dev.intact.files;

import dev.intact.files.SetLog.Heads;
import dev.intact.files.explain.PathReader;
import dev.intact.files.manifest.Manifest;
import dev.intact.files.manifest.ManifestCheck;
import dev.intact.files.manifest.ManifestException;
import dev.intact.files.manifest.Mtree;
import dev.intact.files.manifest.Sha256sum;
import dev.intact.files.scan.ByteString;
import dev.intact.finding.CheckReport;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Compares with lists that other tools wrote, and records what came of it. */
final class Foreign {

  private static final int MAX_RECORDED_BYTES = 32 << 10;

  private final String set;
  private final SetLog log;

  Foreign(String set, SetLog log) {
    this.set = set;
    this.log = log;
  }

  ManifestReport compare(
      ListFormat format,
      InputStream list,
      ByteString root,
      String by,
      Instant started,
      LongConsumer progress)
      throws IOException, LogException, FilesException, InterruptedException {
    long nanos = System.nanoTime();
    DigestInputStream in = new DigestInputStream(list, PathReader.digest("SHA-256"));
    Manifest manifest;
    ManifestCheck.Result result;
    try {
      manifest = format == ListFormat.MTREE ? Mtree.read(in) : Sha256sum.read(in);
      in.transferTo(OutputStream.nullOutputStream());
      if (manifest.entries().isEmpty()) {
        throw new FilesException(FilesException.Kind.INVALID, "the list names no file");
      }
      result = ManifestCheck.run(manifest, root, progress);
    } catch (ManifestException e) {
      throw new FilesException(FilesException.Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
    CheckReport report =
        new CheckReport(
            SetCheck.KIND,
            set,
            result.counts(),
            0,
            result.findings(),
            result.coverage(),
            started,
            Duration.ofNanos(System.nanoTime() - nanos));
    JsonObject.Builder counts = JsonObject.builder();
    report.unexplained().forEach((verdict, count) -> counts.put(verdict.name(), count));
    JsonObject.Builder record =
        JsonObject.builder()
            .put("set", set)
            .put("format", format.text())
            .put("list_sha256", HexFormat.of().formatHex(in.getMessageDigest().digest()))
            .put("root", root.display())
            .put("verdict", report.verdict().name())
            .put("violations", counts.build())
            .put("checked", report.coverage().checked())
            .put("expected", report.coverage().expected())
            .put("started_at", started.toString())
            .put("findings", FindingsJson.write(report.findings(), MAX_RECORDED_BYTES));
    Heads heads = log.isEmpty() ? Heads.NONE : log.heads(log.proven());
    return new ManifestReport(
        report, manifest.remarks(), log.append(SetLog.COMPARE, by, heads, record).index());
  }
}
