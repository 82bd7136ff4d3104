package dev.intact.files.dpkg;

import dev.intact.files.explain.PathReader;
import dev.intact.files.explain.Program;
import dev.intact.files.scan.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an archive of a package holds, of the paths that somebody asks for.
 *
 * @param files by their path in the package
 * @param index the signed index that has the archive's digest
 */
record Archive(Map<ByteString, Item> files, String index) {

  private static final int UNPACK_SECONDS = 900;
  private static final int MAX_LINKED = 200_000;

  Archive {
    files = Map.copyOf(files);
  }

  /**
   * A file in an archive.
   *
   * @param member its header; of a hard link that of the file it is a name of
   * @param sha256 of the content; empty if it has none
   * @param links how many names it has in the archive
   */
  record Item(TarReader.Member member, Optional<String> sha256, int links) {}

  /** Reads an archive whose digest is known; the bytes that are read are those that are proven. */
  static Archive read(Path deb, SignedIndexes.Signed signed, Set<ByteString> wanted)
      throws IOException, InterruptedException {
    MessageDigest first = PathReader.digest("SHA-256");
    try (InputStream in = Files.newInputStream(deb)) {
      in.transferTo(new DigestOutputStream(java.io.OutputStream.nullOutputStream(), first));
    }
    require(deb, first, signed);
    MessageDigest again = PathReader.digest("SHA-256");
    Map<ByteString, Item> files =
        new Program(UNPACK_SECONDS, List.of("dpkg-deb", "--fsys-tarfile", "-"))
            .run(
                out -> {
                  try (InputStream in = Files.newInputStream(deb)) {
                    in.transferTo(new DigestOutputStream(out, again));
                  }
                },
                in -> items(in, wanted))
            .require("reading " + deb.getFileName());
    require(deb, again, signed);
    return new Archive(files, signed.index());
  }

  private static void require(Path deb, MessageDigest digest, SignedIndexes.Signed signed)
      throws IOException {
    if (!HexFormat.of().formatHex(digest.digest()).equals(signed.sha256())) {
      throw new IOException(deb.getFileName() + " is not the one that the signed index names");
    }
  }

  private static Map<ByteString, Item> items(InputStream in, Set<ByteString> wanted)
      throws IOException {
    TarReader tar = new TarReader(in);
    Map<ByteString, Item> all = new HashMap<>();
    Map<ByteString, ByteString> links = new HashMap<>();
    MessageDigest digest = PathReader.digest("SHA-256");
    byte[] buffer = new byte[64 << 10];
    for (Optional<TarReader.Member> m = tar.next(); m.isPresent(); m = tar.next()) {
      TarReader.Member member = m.get();
      if (member.type() == '1') {
        if (links.size() < MAX_LINKED) {
          links.put(member.path(), TarReader.absolute(member.link().toBytes()));
        }
        continue;
      }
      Optional<String> sha256 = Optional.empty();
      if (member.type() == '0') {
        for (int n = tar.read(buffer); n >= 0; n = tar.read(buffer)) {
          digest.update(buffer, 0, n);
        }
        sha256 = Optional.of(HexFormat.of().formatHex(digest.digest()));
      }
      if (wanted.contains(member.path()) || all.size() < MAX_LINKED) {
        all.put(member.path(), new Item(member, sha256, 1));
      }
    }
    return named(all, links, wanted);
  }

  /** Gives hard links what they are names of, and leaves out what nobody asked for. */
  private static Map<ByteString, Item> named(
      Map<ByteString, Item> all, Map<ByteString, ByteString> links, Set<ByteString> wanted) {
    Map<ByteString, Integer> names = new HashMap<>();
    links.values().forEach(target -> names.merge(target, 1, Integer::sum));
    Map<ByteString, Item> files = new HashMap<>();
    for (ByteString path : wanted) {
      ByteString first = links.getOrDefault(path, path);
      Item item = all.get(first);
      if (item != null) {
        files.put(path, new Item(item.member(), item.sha256(), 1 + names.getOrDefault(first, 0)));
      }
    }
    return files;
  }
}
