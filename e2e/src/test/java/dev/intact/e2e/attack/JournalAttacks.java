package dev.intact.e2e.attack;

import static dev.intact.e2e.attack.Attack.CLOSED;
import static dev.intact.e2e.attack.Attack.OK;
import static dev.intact.e2e.attack.Site.VICTIM;

import dev.intact.audit.AuditTrail;
import dev.intact.log.LogStore;
import dev.intact.record.RecordIntegrity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The journal of a process that was killed is changed before the next start: it holds records that
 * are signed and not yet durably in tiles, and records that nothing has committed to.
 */
final class JournalAttacks {

  private static final String U = "UNVERIFIABLE";
  private static final int HEADER = 32;

  private JournalAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.of(
            "kill the process, and nothing else",
            Attack.STOPPED,
            OK,
            OK,
            U,
            JournalAttacks::killed),
        Attack.of(
            "edit a signed record in the journal",
            Attack.STOPPED,
            CLOSED,
            OK,
            U,
            s -> {
              killed(s);
              edit(s, "signed", Forged.NOTHING);
            }),
        Attack.of(
            "edit a signed record in the journal and compute its hash and checksums again",
            Attack.STOPPED,
            "FORKED",
            OK,
            U,
            s -> {
              killed(s);
              edit(s, "signed", Forged.CHECKSUMS_AND_HASH);
            }),
        Attack.of(
                "cut signed records off the journal",
                Attack.STOPPED,
                "ROLLED_BACK",
                OK,
                U,
                s -> {
                  killed(s);
                  cut(s, "signed");
                })
            .everywhere(),
        Attack.of(
            "edit an unsigned record in the journal and compute its checksums again",
            Attack.STOPPED,
            "CONTENT_TAMPERED",
            OK,
            U,
            s -> {
              killed(s);
              edit(s, "unsigned", Forged.CHECKSUMS);
            }),
        Attack.of(
            "edit an unsigned record in the journal and compute its hash and checksums again",
            Attack.STOPPED,
            OK,
            OK,
            U,
            s -> {
              killed(s);
              edit(s, "unsigned", Forged.CHECKSUMS_AND_HASH);
            }),
        Attack.of(
            "cut unsigned records off the journal",
            Attack.STOPPED,
            OK,
            OK,
            U,
            s -> {
              killed(s);
              cut(s, "unsigned");
            }));
  }

  /**
   * What a killed process leaves: two records that are signed, two that are not, and a registry
   * that knows of neither. The directory is copied while it is in use.
   */
  private static void killed(Site site) throws Exception {
    Path live = site.data().resolveSibling("live");
    Site.copy(site.data(), live.resolve("data"));
    Site.copy(site.signer(), live.resolve("data.signer"));
    byte[] registry = Files.readAllBytes(site.data().resolve("registry.json"));
    Site.delete(site.data());
    Site.delete(site.signer());
    try (LogStore store =
        LogStore.open(
            Prepared.config(live.resolve("data")).withPublishInterval(Duration.ofDays(1)))) {
      AuditTrail victim = Prepared.service(store).trail(VICTIM);
      append(victim, "signed-1");
      append(victim, "signed-2");
      victim.log().publish().get();
      store.publishRoot().get();
      append(victim, "unsigned-1");
      append(victim, "unsigned-2");
      Site.copy(live.resolve("data"), site.data());
      Site.copy(live.resolve("data.signer"), site.signer());
    }
    Site.delete(live);
    Site.delete(site.data().resolve("index")); // copied in use, it may be torn; it is a view
    Files.write(site.data().resolve("registry.json"), registry);
  }

  private static void append(AuditTrail trail, String id) throws Exception {
    String record = "{\"audit_id\":\"" + id + "\",\"event_type\":\"late\",\"amount\":\"100\"}";
    trail.append(List.of(record.getBytes(StandardCharsets.UTF_8)), "writer");
  }

  /** What is computed again after an edit. */
  private enum Forged {
    NOTHING,
    CHECKSUMS,
    CHECKSUMS_AND_HASH
  }

  /** A frame as docs/formats.md has it. */
  private record Frame(int at, int length) {
    int crcAt() {
      return at + HEADER + length;
    }

    int end() {
      return (crcAt() + 4 + 7) / 8 * 8;
    }
  }

  private static Path segment(Site site) throws Exception {
    try (Stream<Path> files = Files.list(site.data().resolve("journal"))) {
      return files
          .filter(f -> f.getFileName().toString().matches("[0-9a-f]{16}"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  private static List<Frame> frames(ByteBuffer segment) {
    List<Frame> frames = new ArrayList<>();
    for (int at = 0;
        at + HEADER < segment.capacity() && segment.getInt(at) == 0x494a4231;
        at = frames.getLast().end()) {
      frames.add(new Frame(at, segment.getInt(at + 4)));
    }
    return frames;
  }

  private static int first(ByteBuffer segment, List<Frame> frames, String id) {
    for (int i = 0; i < frames.size(); i++) {
      Frame f = frames.get(i);
      String payload =
          new String(segment.array(), f.at(), f.length() + HEADER, StandardCharsets.ISO_8859_1);
      if (payload.contains("\"" + id + "-1\"")) {
        return i;
      }
    }
    throw new AssertionError("the journal has no record " + id + "-1");
  }

  private static void edit(Site site, String id, Forged forged) throws Exception {
    Path file = segment(site);
    ByteBuffer segment = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Frame> frames = frames(segment);
    int first = first(segment, frames, id);
    Frame frame = frames.get(first);
    byte[] bytes = segment.array();
    String payload =
        new String(bytes, frame.at(), frame.length() + HEADER, StandardCharsets.ISO_8859_1);
    bytes[frame.at() + payload.indexOf("\"100\"") + 1] = '9';
    if (forged == Forged.CHECKSUMS_AND_HASH) {
      reseal(segment, frame.at() + payload.indexOf("{\"amount\":\"100\""));
    }
    if (forged != Forged.NOTHING) {
      for (Frame f : frames.subList(first, frames.size())) {
        if (f.at() > frame.at()) {
          segment.putInt(f.at() + 24, segment.getInt(frames.get(frames.indexOf(f) - 1).crcAt()));
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, f.at(), HEADER + f.length());
        segment.putInt(f.crcAt(), (int) crc.getValue());
      }
    }
    Files.write(file, bytes);
  }

  /** The record's own hash again; four bytes before it say how long it is. */
  private static void reseal(ByteBuffer segment, int at) {
    byte[] record = new byte[segment.getInt(at - 4)];
    segment.get(at, record);
    String text = new String(record, StandardCharsets.UTF_8);
    String resealed =
        text.replace(
            RecordIntegrity.stated(record).orElseThrow(),
            RecordIntegrity.computed(record).orElseThrow());
    segment.put(at, resealed.getBytes(StandardCharsets.UTF_8));
  }

  private static void cut(Site site, String id) throws Exception {
    Path file = segment(site);
    ByteBuffer segment = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Frame> frames = frames(segment);
    int from = frames.get(first(segment, frames, id)).at();
    java.util.Arrays.fill(segment.array(), from, segment.capacity(), (byte) 0);
    Files.write(file, segment.array());
  }
}
