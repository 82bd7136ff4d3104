package dev.intact.e2e.attack;

import static dev.intact.e2e.attack.Attack.OK;
import static dev.intact.e2e.attack.Site.OTHER;
import static dev.intact.e2e.attack.Site.VICTIM;

import dev.intact.key.KeyType;
import dev.intact.key.SigningKey;
import dev.intact.merkle.Hash;
import dev.intact.merkle.TreeHasher;
import dev.intact.note.Checkpoint;
import dev.intact.note.SignedCheckpoint;
import dev.intact.record.RecordIntegrity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Records are changed, taken out, put in, moved; with and without hashes computed again. */
final class EntryAttacks {

  private static final String T = "CONTENT_TAMPERED";
  private static final String F = "FORKED";

  private EntryAttacks() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>(edits());
    all.addAll(moves());
    all.addAll(rewrites());
    return all;
  }

  static byte[] edited(byte[] entry) {
    String text = new String(entry, StandardCharsets.UTF_8);
    return text.replace("\"amount\":\"100\"", "\"amount\":\"900\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The same with the record's own hash computed again. */
  static byte[] resealed(byte[] entry) {
    byte[] changed = edited(entry);
    String old = RecordIntegrity.stated(changed).orElseThrow();
    String fresh = RecordIntegrity.computed(changed).orElseThrow();
    return new String(changed, StandardCharsets.UTF_8)
        .replace(old, fresh)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static List<Attack> edits() {
    return List.of(
        Attack.of(
                "edit one byte of an entry in a full bundle",
                T,
                T,
                T,
                OK,
                s -> s.setEntry(VICTIM, Prepared.FULL, edited(s.entry(VICTIM, Prepared.FULL))))
            .naming(Prepared.FULL),
        Attack.of(
                "edit one byte of an entry in the partial bundle",
                T,
                T,
                T,
                OK,
                s ->
                    s.setEntry(VICTIM, Prepared.PARTIAL, edited(s.entry(VICTIM, Prepared.PARTIAL))))
            .naming(Prepared.PARTIAL),
        Attack.of(
                "edit an entry and compute its own hash again",
                T,
                T,
                T,
                OK,
                s -> s.setEntry(VICTIM, Prepared.FULL, resealed(s.entry(VICTIM, Prepared.FULL))))
            .naming(Prepared.FULL),
        Attack.of(
            "edit an entry and its slot in the level-0 tile",
            F,
            F,
            F,
            OK,
            s -> {
              byte[] changed = resealed(s.entry(VICTIM, Prepared.FULL));
              s.setEntry(VICTIM, Prepared.FULL, changed);
              setSlot(s.tile(VICTIM, 0, 0), Prepared.FULL, changed);
            }),
        Attack.of(
            "edit an entry of the partial bundle and its slot in the level-0 tile",
            F,
            F,
            F,
            OK,
            s -> {
              byte[] changed = resealed(s.entry(VICTIM, Prepared.PARTIAL));
              s.setEntry(VICTIM, Prepared.PARTIAL, changed);
              setSlot(s.tile(VICTIM, 0, 2), Prepared.PARTIAL % 256, changed);
            }),
        Attack.of(
            "edit a record in the access log",
            T,
            T,
            OK,
            OK,
            s -> s.setEntry(VICTIM + "~access", 0, "{}".getBytes(StandardCharsets.UTF_8))),
        Attack.of(
            "put a forged full bundle beside the partial one",
            OK,
            OK,
            OK,
            OK,
            s -> {
              List<byte[]> last = s.entries(VICTIM).subList(512, Prepared.SIZE);
              List<byte[]> forged = new ArrayList<>();
              last.forEach(e -> forged.add(resealed(e)));
              while (forged.size() < 256) {
                forged.add(forged.getLast());
              }
              Site.write(
                  s.log(VICTIM).resolve("tile/entries/002"),
                  dev.intact.tile.EntryBundle.encode(forged));
            }));
  }

  private static void setSlot(Path tile, int slot, byte[] entry) throws Exception {
    byte[] bytes = Files.readAllBytes(tile);
    new TreeHasher().leaf(entry).copyTo(bytes, slot * Hash.SIZE);
    Files.write(tile, bytes);
  }

  private static List<Attack> moves() {
    return List.of(
        Attack.of(
                "swap two entries",
                "REORDERED",
                "REORDERED",
                "REORDERED",
                OK,
                s -> {
                  List<byte[]> all = s.entries(VICTIM);
                  Collections.swap(all, Prepared.FULL, 9);
                  s.writeBundles(VICTIM, all);
                })
            .naming(Prepared.FULL),
        Attack.of(
                "swap entries of two bundles",
                "REORDERED",
                "REORDERED",
                "REORDERED",
                OK,
                s -> {
                  List<byte[]> all = s.entries(VICTIM);
                  Collections.swap(all, Prepared.FULL, 300);
                  s.writeBundles(VICTIM, all);
                })
            .naming(Prepared.FULL),
        Attack.of(
                "swap two bundles",
                "REORDERED",
                "REORDERED",
                "REORDERED",
                OK,
                s -> {
                  byte[] first = Files.readAllBytes(s.bundle(VICTIM, 0));
                  Files.write(s.bundle(VICTIM, 0), Files.readAllBytes(s.bundle(VICTIM, 1)));
                  Files.write(s.bundle(VICTIM, 1), first);
                })
            .naming(Prepared.FULL),
        Attack.of(
                "delete an entry in the middle and move up what is behind",
                T,
                T,
                T,
                OK,
                s -> {
                  List<byte[]> all = s.entries(VICTIM);
                  all.remove(Prepared.FULL);
                  all.add(all.getLast());
                  s.writeBundles(VICTIM, all);
                })
            .naming(Prepared.FULL),
        Attack.of(
                "insert an entry and move down what is behind",
                T,
                T,
                T,
                OK,
                s -> {
                  List<byte[]> all = s.entries(VICTIM);
                  all.add(Prepared.FULL, resealed(all.get(8)));
                  all.removeLast();
                  s.writeBundles(VICTIM, all);
                })
            .naming(Prepared.FULL),
        Attack.of(
                "copy a genuine entry of another trail over one",
                T,
                T,
                T,
                OK,
                s -> s.setEntry(VICTIM, Prepared.FULL, s.entry(OTHER, Prepared.FULL)))
            .naming(Prepared.FULL),
        Attack.of(
                "copy a genuine entry of the same trail over another",
                T,
                T,
                T,
                OK,
                s -> s.setEntry(VICTIM, Prepared.FULL, s.entry(VICTIM, 7)))
            .naming(Prepared.FULL),
        Attack.of(
                "make an entry empty",
                T,
                T,
                T,
                OK,
                s -> s.setEntry(VICTIM, Prepared.FULL, new byte[0]))
            .naming(Prepared.FULL));
  }

  private static List<Attack> rewrites() {
    return List.of(
        Attack.of(
            "edit an entry and compute all tiles again",
            F,
            F,
            F,
            OK,
            s -> {
              List<byte[]> all = s.entries(VICTIM);
              all.set(Prepared.FULL, resealed(all.get(Prepared.FULL)));
              s.rewrite(VICTIM, all);
            }),
        Attack.of(
            "edit an entry but not its own hash, and compute all tiles again",
            F,
            F,
            F,
            OK,
            s -> {
              List<byte[]> all = s.entries(VICTIM);
              all.set(Prepared.FULL, edited(all.get(Prepared.FULL)));
              s.rewrite(VICTIM, all);
            }),
        Attack.of(
            "rewrite everything and sign it with another key",
            F,
            F,
            F,
            "UNVERIFIABLE",
            s -> {
              List<byte[]> all = s.entries(VICTIM);
              all.set(Prepared.FULL, resealed(all.get(Prepared.FULL)));
              forge(s, VICTIM, s.rewrite(VICTIM, all), all.size());
            }),
        Attack.of(
            "replace the trail by another trail's tree",
            "MISSING",
            "MISSING",
            "UNVERIFIABLE",
            "UNVERIFIABLE",
            s -> {
              Site.delete(s.log(VICTIM));
              Site.copy(s.log(OTHER), s.log(VICTIM));
            }),
        Attack.of(
            "delete the last entries and sign what is left with another key",
            "MISSING",
            "MISSING",
            "ROLLED_BACK",
            "UNVERIFIABLE",
            s -> {
              List<byte[]> some = s.entries(VICTIM).subList(0, 650);
              forge(s, VICTIM, s.rewrite(VICTIM, some), some.size());
            }));
  }

  private static void forge(Site site, String trail, Hash root, long size) throws Exception {
    String origin = Site.PREFIX + "/" + trail;
    SignedCheckpoint forged =
        SignedCheckpoint.sign(
            new Checkpoint(origin, size, root, List.of()),
            SigningKey.generate(KeyType.ED25519, origin),
            Optional.empty(),
            Instant.EPOCH);
    Files.write(site.log(trail).resolve("checkpoint"), forged.encode());
  }
}
