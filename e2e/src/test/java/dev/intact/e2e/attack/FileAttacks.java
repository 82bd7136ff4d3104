package dev.intact.e2e.attack;

import static dev.intact.e2e.attack.Attack.OK;
import static dev.intact.e2e.attack.Site.OTHER;
import static dev.intact.e2e.attack.Site.VICTIM;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Tiles, bundles and checkpoints are deleted, cut, lengthened, or replaced by something odd. */
final class FileAttacks {

  private static final String T = "CONTENT_TAMPERED";
  private static final String M = "MISSING";
  private static final String U = "UNVERIFIABLE";

  private FileAttacks() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>(deletions());
    all.addAll(shapes());
    all.addAll(oddities());
    all.addAll(checkpoints());
    return all;
  }

  private static List<Attack> deletions() {
    return List.of(
        Attack.of("delete a full bundle", M, M, M, OK, s -> Site.delete(s.bundle(VICTIM, 0))),
        Attack.of("delete the partial bundle", M, M, M, OK, s -> Site.delete(s.bundle(VICTIM, 2))),
        Attack.of("delete a full hash tile", M, M, M, OK, s -> Site.delete(s.tile(VICTIM, 0, 1))),
        Attack.of(
            "delete the partial hash tile", M, M, M, OK, s -> Site.delete(s.tile(VICTIM, 0, 2))),
        Attack.of(
            "delete a bundle with its hash tile",
            M,
            M,
            M,
            OK,
            s -> {
              Site.delete(s.bundle(VICTIM, 1));
              Site.delete(s.tile(VICTIM, 0, 1));
            }),
        Attack.of(
            "delete the hash tile of level 1", M, M, M, OK, s -> Site.delete(s.tile(VICTIM, 1, 0))),
        Attack.of(
            "delete all tiles of the trail",
            M,
            M,
            M,
            OK,
            s -> Site.delete(s.log(VICTIM).resolve("tile"))),
        Attack.of("delete the trail's directory", M, M, M, M, s -> Site.delete(s.log(VICTIM))));
  }

  private static List<Attack> shapes() {
    return List.of(
        Attack.of("truncate a bundle", M, M, M, OK, s -> cut(s.bundle(VICTIM, 0), 100)),
        Attack.of(
            "empty a bundle", M, M, M, OK, s -> Files.write(s.bundle(VICTIM, 0), new byte[0])),
        Attack.of("truncate a hash tile", T, T, T, OK, s -> cut(s.tile(VICTIM, 0, 0), 32)),
        Attack.of(
            "append bytes to a bundle",
            T,
            T,
            T,
            OK,
            s -> extend(s.bundle(VICTIM, 0), "behind".getBytes(StandardCharsets.UTF_8))),
        Attack.of(
            "append bytes to a hash tile",
            T,
            T,
            T,
            OK,
            s -> extend(s.tile(VICTIM, 0, 0), new byte[32])),
        Attack.of(
            "enlarge the length before an entry", T, T, T, OK, s -> length(s.bundle(VICTIM, 0), 1)),
        Attack.of(
            "make the length before an entry the greatest",
            T,
            T,
            T,
            OK,
            s -> length(s.bundle(VICTIM, 0), 0xffff)),
        Attack.of(
            "flip a bit in a hash tile of level 0",
            T,
            T,
            T,
            OK,
            s -> Site.flip(s.tile(VICTIM, 0, 0), 32 * Prepared.FULL)),
        Attack.of(
            "flip a bit in a hash tile of level 1",
            T,
            T,
            T,
            OK,
            s -> Site.flip(s.tile(VICTIM, 1, 0), 3)),
        Attack.of(
            "put back older partials in place of the newest",
            M,
            M,
            M,
            OK,
            s -> {
              Path dir = s.log(VICTIM).resolve("tile/entries/002.p");
              byte[] bundle = Files.readAllBytes(s.bundle(VICTIM, 2));
              byte[] tile = Files.readAllBytes(s.tile(VICTIM, 0, 2));
              Path tiles = s.log(VICTIM).resolve("tile/0/002.p");
              Site.delete(dir);
              Site.delete(tiles);
              Site.write(
                  dir.resolve("40"), dev.intact.tile.EntryBundle.scan(bundle, 188).prefix(40));
              Site.write(tiles.resolve("40"), Arrays.copyOf(tile, 40 * 32));
            }));
  }

  private static void cut(Path file, int bytes) throws Exception {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - bytes));
  }

  private static void extend(Path file, byte[] more) throws Exception {
    byte[] all = Files.readAllBytes(file);
    byte[] longer = Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, longer, all.length, more.length);
    Files.write(file, longer);
  }

  private static void length(Path bundle, int more) throws Exception {
    byte[] bytes = Files.readAllBytes(bundle);
    int length = Math.min(0xffff, ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) + more);
    bytes[0] = (byte) (length >>> 8);
    bytes[1] = (byte) length;
    Files.write(bundle, bytes);
  }

  private static List<Attack> oddities() {
    return List.of(
        Attack.of(
            "put a directory in place of a bundle",
            U,
            U,
            U,
            OK,
            s -> {
              Site.delete(s.bundle(VICTIM, 0));
              Files.createDirectory(s.bundle(VICTIM, 0));
            }),
        Attack.of(
            "put a symbolic link to a device in place of a bundle",
            U,
            U,
            U,
            OK,
            s -> {
              Site.delete(s.bundle(VICTIM, 0));
              Files.createSymbolicLink(s.bundle(VICTIM, 0), Path.of("/dev/zero"));
            }),
        Attack.of(
            "put a symbolic link to nowhere in place of a hash tile",
            M,
            M,
            M,
            OK,
            s -> {
              Site.delete(s.tile(VICTIM, 0, 0));
              Files.createSymbolicLink(s.tile(VICTIM, 0, 0), Path.of("nowhere"));
            }),
        Attack.of(
            "put a pipe in place of a bundle",
            U,
            U,
            U,
            OK,
            s -> {
              Site.delete(s.bundle(VICTIM, 0));
              new ProcessBuilder("mkfifo", s.bundle(VICTIM, 0).toString()).start().waitFor();
            }),
        Attack.of(
            "put a file of 3 GB in place of a bundle",
            U,
            U,
            U,
            OK,
            s -> {
              try (RandomAccessFile file =
                  new RandomAccessFile(s.bundle(VICTIM, 0).toFile(), "rw")) {
                file.setLength(3L << 30);
              }
            }),
        Attack.of(
            "put a file of 3 GB in place of a hash tile",
            U,
            U,
            U,
            OK,
            s -> {
              try (RandomAccessFile file =
                  new RandomAccessFile(s.tile(VICTIM, 0, 0).toFile(), "rw")) {
                file.setLength(3L << 30);
              }
            }),
        Attack.of(
            "put a gzip bomb in place of a bundle",
            T,
            T,
            T,
            OK,
            s -> Files.write(s.bundle(VICTIM, 0), bomb())),
        Attack.of(
            "make a file of the directory of tiles",
            M,
            M,
            M,
            OK,
            s -> {
              Site.delete(s.log(VICTIM).resolve("tile"));
              Files.writeString(s.log(VICTIM).resolve("tile"), "not a directory");
            }));
  }

  private static byte[] bomb() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(out)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        zip.write(zeros);
      }
    }
    return out.toByteArray();
  }

  private static List<Attack> checkpoints() {
    return List.of(
        Attack.of(
            "flip a bit of the checkpoint's signature",
            OK,
            OK,
            T,
            T,
            s -> {
              Path file = s.log(VICTIM).resolve("checkpoint");
              String text = Files.readString(file);
              int at = text.indexOf("— ") + 2 + (Site.PREFIX + "/" + VICTIM).length() + 20;
              char other = text.charAt(at) == 'A' ? 'B' : 'A';
              Files.writeString(file, text.substring(0, at) + other + text.substring(at + 1));
            }),
        Attack.of(
            "change the checkpoint's size",
            OK,
            OK,
            "ROLLED_BACK",
            T,
            s -> {
              Path file = s.log(VICTIM).resolve("checkpoint");
              Files.writeString(file, Files.readString(file).replaceFirst("\n700\n", "\n699\n"));
            }),
        Attack.of(
            "put an older checkpoint of the trail in place of the newest",
            OK,
            OK,
            "ROLLED_BACK",
            "ROLLED_BACK",
            s ->
                Files.copy(
                    s.olderLog(VICTIM).resolve("checkpoint"),
                    s.log(VICTIM).resolve("checkpoint"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING)),
        Attack.of(
            "put another trail's checkpoint in place of the trail's",
            OK,
            OK,
            "FORKED",
            U,
            s ->
                Files.copy(
                    s.log(OTHER).resolve("checkpoint"),
                    s.log(VICTIM).resolve("checkpoint"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING)),
        Attack.of(
            "delete the checkpoint",
            OK,
            OK,
            M,
            M,
            s -> Site.delete(s.log(VICTIM).resolve("checkpoint"))),
        Attack.of(
            "make garbage of the checkpoint",
            OK,
            OK,
            T,
            "malformed",
            s -> Files.writeString(s.log(VICTIM).resolve("checkpoint"), "nothing\n")));
  }
}
