package dev.intact.files.dpkg;

import dev.intact.files.explain.PathReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys that apt takes for good here: those that its sources name, and those in its own
 * directory. Which of them count is decided when a baseline is recorded, by their fingerprints.
 */
final class Keyrings {

  private static final int MAX_BYTES = 16 << 20;
  private static final Pattern SIGNED_BY =
      Pattern.compile("(?i)signed-by\\s*[:=]\\s*((?:/[^\\s,\\]]+[\\s,]*)+)");
  private static final int PUBLIC_KEY = 6;

  private Keyrings() {}

  /** All of them in one, as gpgv takes it. */
  static byte[] read(DpkgPlaces places) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Path directory : List.of(places.apt().resolve("trusted.gpg.d"), places.apt())) {
      files.addAll(in(directory, ".gpg"));
      files.addAll(in(directory, ".asc"));
    }
    Path sources = places.apt().resolve("sources.list.d");
    Set<Path> lists = new TreeSet<>(in(sources, ".sources"));
    lists.addAll(in(sources, ".list"));
    lists.addAll(in(places.apt(), "sources.list"));
    for (Path list : lists) {
      Matcher matcher = SIGNED_BY.matcher(Files.readString(list, StandardCharsets.ISO_8859_1));
      while (matcher.find()) {
        for (String name : matcher.group(1).strip().split("[\\s,]+")) {
          files.add(places.root().resolve(name.substring(1)));
        }
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files) {
      if (Files.isRegularFile(file) && all.size() + Files.size(file) < MAX_BYTES) {
        all.writeBytes(binary(Files.readAllBytes(file)));
      }
    }
    return all.toByteArray();
  }

  private static List<Path> in(Path directory, String suffix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().endsWith(suffix)).toList();
    }
  }

  /** Takes the armour off (RFC 9580, section 6.2), if there is one. */
  private static byte[] binary(byte[] key) {
    String text = new String(key, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----")) {
      return key;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Matcher blocks =
        Pattern.compile(
                "(?s)-----BEGIN PGP PUBLIC KEY BLOCK-----.*?\\r?\\n\\r?\\n(.*?)\\r?\\n(=[A-Za-z0-9+/]{4})?\\s*-----END")
            .matcher(text);
    while (blocks.find()) {
      try {
        all.writeBytes(Base64.getMimeDecoder().decode(blocks.group(1)));
      } catch (IllegalArgumentException e) {
        // no key: what it signs is not believed
      }
    }
    return all.toByteArray();
  }

  /** Fingerprints of the primary keys of version 4, upper-case hexadecimal. */
  static Set<String> fingerprints(byte[] keyring) {
    Set<String> found = new TreeSet<>();
    int at = 0;
    while (at + 2 <= keyring.length) {
      int first = keyring[at] & 0xff;
      if ((first & 0x80) == 0) {
        break;
      }
      Header header =
          (first & 0x40) != 0 ? newHeader(keyring, at, first) : oldHeader(keyring, at, first);
      if (header.length < 0 || header.body + header.length > keyring.length) {
        break;
      }
      if (header.tag == PUBLIC_KEY && header.length > 6 && keyring[header.body] == 4) {
        found.add(fingerprint(keyring, header.body, header.length));
      }
      at = header.body + header.length;
    }
    return found;
  }

  private record Header(int tag, int body, int length) {}

  private static Header newHeader(byte[] in, int at, int first) {
    int tag = first & 0x3f;
    int one = in[at + 1] & 0xff;
    if (one < 192) {
      return new Header(tag, at + 2, one);
    }
    if (one < 224 && at + 2 < in.length) {
      return new Header(tag, at + 3, ((one - 192) << 8) + (in[at + 2] & 0xff) + 192);
    }
    return one == 255 && at + 5 < in.length
        ? new Header(tag, at + 6, number(in, at + 2, 4))
        : new Header(tag, at, -1);
  }

  private static Header oldHeader(byte[] in, int at, int first) {
    int tag = first >> 2 & 0xf;
    int width = 1 << (first & 3);
    return width > 4 || at + width >= in.length
        ? new Header(tag, at, -1)
        : new Header(tag, at + 1 + width, number(in, at + 1, width));
  }

  private static int number(byte[] in, int from, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | in[from + i] & 0xff;
    }
    return value > Integer.MAX_VALUE / 2 ? -1 : (int) value;
  }

  private static String fingerprint(byte[] in, int from, int length) {
    MessageDigest digest = PathReader.digest("SHA-1");
    digest.update((byte) 0x99);
    digest.update((byte) (length >> 8));
    digest.update((byte) length);
    digest.update(in, from, length);
    return HexFormat.of().formatHex(digest.digest()).toUpperCase(Locale.ROOT);
  }
}
