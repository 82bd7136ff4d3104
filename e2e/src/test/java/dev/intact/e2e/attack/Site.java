package dev.intact.e2e.attack;

import dev.intact.merkle.CompactRange;
import dev.intact.merkle.Hash;
import dev.intact.merkle.TreeHasher;
import dev.intact.tile.EntryBundle;
import dev.intact.tile.EntryBundlePath;
import dev.intact.tile.HashTilePath;
import dev.intact.tile.TilePath;
import dev.intact.tile.Tiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A data directory in the hands of an attacker, with its signer beside it and an older copy. */
record Site(Path data, Path older) {

  static final String PREFIX = "example.com/attacked";
  static final String VICTIM = "victim";
  static final String OTHER = "other";

  Path log(String trail) {
    return data.resolve("logs").resolve(PREFIX).resolve(trail);
  }

  Path signer() {
    return data.resolveSibling("data.signer");
  }

  Path olderLog(String trail) {
    return older.resolve("data/logs").resolve(PREFIX).resolve(trail);
  }

  long size(String trail) throws IOException {
    return Long.parseLong(Files.readAllLines(log(trail).resolve("checkpoint")).get(1));
  }

  Path bundle(String trail, long number) throws IOException {
    return at(trail, new EntryBundlePath(number, Tiles.width(0, number, size(trail))));
  }

  Path tile(String trail, int level, long number) throws IOException {
    return at(trail, new HashTilePath(level, number, Tiles.width(level, number, size(trail))));
  }

  Path at(String trail, TilePath path) {
    return log(trail).resolve(path.path());
  }

  /** All entries of a log, in order. */
  List<byte[]> entries(String trail) throws IOException {
    List<byte[]> all = new ArrayList<>();
    long size = size(trail);
    for (long n = 0; Tiles.width(0, n, size) > 0; n++) {
      int width = Tiles.width(0, n, size);
      EntryBundle bundle = EntryBundle.parse(Files.readAllBytes(bundle(trail, n)), width);
      for (int i = 0; i < width; i++) {
        all.add(bundle.entry(i));
      }
    }
    return all;
  }

  byte[] entry(String trail, int index) throws IOException {
    return entries(trail).get(index);
  }

  /** Writes the bundles alone: the tiles still say what was there. */
  void writeBundles(String trail, List<byte[]> entries) throws IOException {
    for (int n = 0; n * Tiles.WIDTH < entries.size(); n++) {
      int from = n * Tiles.WIDTH;
      int to = Math.min(entries.size(), from + Tiles.WIDTH);
      write(
          at(trail, new EntryBundlePath(n, to - from)),
          EntryBundle.encode(entries.subList(from, to)));
    }
  }

  void setEntry(String trail, int index, byte[] entry) throws IOException {
    List<byte[]> all = entries(trail);
    all.set(index, entry);
    writeBundles(trail, all);
  }

  /** Writes everything anew as it would be if these had always been the entries. */
  Hash rewrite(String trail, List<byte[]> entries) throws IOException {
    delete(log(trail).resolve("tile"));
    writeBundles(trail, entries);
    TreeHasher hasher = new TreeHasher();
    List<Hash> hashes = new ArrayList<>();
    CompactRange range = CompactRange.empty(0);
    for (byte[] entry : entries) {
      hashes.add(hasher.leaf(entry));
      range.append(hashes.getLast(), hasher);
    }
    for (int level = 0; !hashes.isEmpty(); level++) {
      List<Hash> above = new ArrayList<>();
      for (int n = 0; n * Tiles.WIDTH < hashes.size(); n++) {
        List<Hash> tile =
            hashes.subList(n * Tiles.WIDTH, Math.min(hashes.size(), (n + 1) * Tiles.WIDTH));
        byte[] bytes = new byte[tile.size() * Hash.SIZE];
        for (int i = 0; i < tile.size(); i++) {
          tile.get(i).copyTo(bytes, i * Hash.SIZE);
        }
        write(at(trail, new HashTilePath(level, n, tile.size())), bytes);
        if (tile.size() == Tiles.WIDTH) {
          above.add(hasher.fold(bytes.clone(), 0, Tiles.WIDTH));
        }
      }
      hashes = above;
    }
    return range.root(hasher);
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 1;
    Files.write(file, bytes);
  }

  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> children = Files.list(path)) {
        for (Path child : children.toList()) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  /** Copies a directory; what is all zeros in a file becomes a hole. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (Files.size(path) < 1 << 20) {
          Files.copy(path, target);
        } else {
          copySparse(path, target);
        }
      }
    }
  }

  private static void copySparse(Path from, Path to) throws IOException {
    byte[] zeros = new byte[1 << 16];
    byte[] block = new byte[1 << 16];
    try (RandomAccessFile in = new RandomAccessFile(from.toFile(), "r");
        RandomAccessFile out = new RandomAccessFile(to.toFile(), "rw")) {
      out.setLength(in.length());
      long at = 0;
      for (int n = in.read(block); n > 0; n = in.read(block)) {
        if (!Arrays.equals(block, 0, n, zeros, 0, n)) {
          out.seek(at);
          out.write(block, 0, n);
        }
        at += n;
      }
    }
  }

  /** A digest of every file's name, kind and bytes, to see that an attack changed something. */
  String fingerprint() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      for (Path top : List.of(data, signer())) {
        Files.walkFileTree(top, new Fingerprint(out));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static final class Fingerprint extends SimpleFileVisitor<Path> {
    private final OutputStream out;

    Fingerprint(OutputStream out) {
      this.out = out;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      out.write(
          (file + " " + attributes.isRegularFile() + " " + attributes.size())
              .getBytes(StandardCharsets.UTF_8));
      if (attributes.isRegularFile() && attributes.size() < 8 << 20) {
        out.write(Files.readAllBytes(file));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
