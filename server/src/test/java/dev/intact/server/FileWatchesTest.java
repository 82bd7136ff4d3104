package dev.intact.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.audit.AuditKeys;
import dev.intact.files.Decision;
import dev.intact.files.FileSets;
import dev.intact.files.FilesSettings;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Preset;
import dev.intact.files.scan.ScanRules;
import dev.intact.log.LogStore;
import dev.intact.log.LogStoreConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a change to the channel, within the running service. */
final class FileWatchesTest {

  @TempDir private Path temp;

  private Path baseline() throws Exception {
    Path root = Files.createDirectory(temp.resolve("etc"));
    Files.writeString(root.resolve("hosts"), "before\n");
    try (LogStore store =
        LogStore.open(
            LogStoreConfig.of(temp.resolve("data"), InstantSource.system(), AuditKeys::keys))) {
      new FileSets(store, new SecureRandom(), FilesSettings.of(InstantSource.system()))
          .openOrCreate("etc")
          .baseline(
              new ScanRules(
                  List.of(ByteString.utf8(root.toString())),
                  Preset.CONFIG,
                  List.of(),
                  List.of(),
                  false),
              new Decision("cli:ada", "a test"),
              n -> {});
    }
    return root;
  }

  /** The file's lines once one of them holds a text. */
  private static String await(Path file, String text) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      String content = Files.exists(file) ? Files.readString(file) : "";
      if (content.contains(text)) {
        return content;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError(
        text + " did not come: " + (Files.exists(file) ? Files.readString(file) : ""));
  }

  @Test
  void aChangeIsAnAlertAndPutBackItIsOver() throws Exception {
    Path root = baseline();
    Path alerts = temp.resolve("alerts.jsonl");
    Files.writeString(
        temp.resolve("data/intact.yaml"),
        """
        monitors:
          - name: etc
            kind: files
            subject: etc
            interval: 7d
            watch:
              canary_every: 1h
        channels:
          - name: out
            type: file
            path: %s
        """
            .formatted(alerts));
    try (TestServer server = new TestServer(temp.resolve("data"))) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      String watches = "";
      while (!watches.contains("seen after")) {
        assertThat(System.nanoTime()).as(watches).isLessThan(deadline);
        watches = server.get("/v1/monitor/watches").body();
      }
      assertThat(watches).contains("\"set\":\"etc\"").contains("\"amiss\":[]");
      Files.writeString(root.resolve("hosts"), "after\n");
      assertThat(await(alerts, "CONTENT_TAMPERED")).contains(root + "/hosts");
      Files.writeString(root.resolve("hosts"), "before\n");
      await(alerts, "\"resolved\"");
    }
  }
}
