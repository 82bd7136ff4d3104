package dev.intact.files.dpkg;

import dev.intact.files.explain.PathReader;
import dev.intact.files.explain.Program;
import dev.intact.files.packages.Installed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The digests of archives as signed indexes of repositories have them: gpgv verifies the release
 * file, that has the digest of the list of packages, and that has the digests of the archives.
 */
final class SignedIndexes {

  private static final int MAX_RELEASE = 16 << 20;
  private static final int GPGV_SECONDS = 60;
  private static final int UNPACK_SECONDS = 300;
  private static final Set<String> PACKAGE = Set.of("package", "version", "architecture", "sha256");
  private static final Set<String> RELEASE = Set.of("sha256", "date", "origin", "suite");

  private final DpkgPlaces places;
  private final byte[] keyring;
  private final Set<String> trusted;
  private final List<String> notes = new ArrayList<>();

  /**
   * Indexes.
   *
   * @param keyring for gpgv
   * @param trusted fingerprints of the primary keys that count
   */
  SignedIndexes(DpkgPlaces places, byte[] keyring, Set<String> trusted) {
    this.places = places;
    this.keyring = keyring;
    this.trusted = Set.copyOf(trusted);
  }

  /**
   * A digest and who stands for it.
   *
   * @param sha256 of the archive
   * @param index whose, of when, and by which key it is signed
   */
  record Signed(String sha256, String index) {}

  /** A release file whose signature holds. */
  private record Release(String prefix, Map<String, String> fields, String signer) {}

  List<String> notes() {
    return notes;
  }

  /** Finds archives in all indexes; those that no signed index has are left out. */
  Map<Installed, Signed> find(Collection<Installed> wanted)
      throws IOException, InterruptedException {
    Map<Installed, Signed> found = new HashMap<>();
    if (trusted.isEmpty()) {
      notes.add("no key of a repository was known when the baseline was recorded");
      return found;
    }
    Path work = Files.createTempDirectory("intact-index-");
    try {
      Path ring = Files.write(work.resolve("keyring.gpg"), keyring);
      for (Path list : lists()) {
        try {
          search(verify(list, ring, work), wanted, found);
        } catch (IOException e) {
          notes.add(list.getFileName() + " is not used: " + e.getMessage());
        }
      }
    } finally {
      try (Stream<Path> files = Files.list(work)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(work);
    }
    return found;
  }

  private List<Path> lists() throws IOException {
    if (!Files.isDirectory(places.lists())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(places.lists())) {
      return files
          .filter(f -> {
            String name = f.getFileName().toString();
            return name.endsWith("_InRelease")
                || (name.endsWith("_Release") && Files.exists(Path.of(f + ".gpg")));
          })
          .sorted()
          .toList();
    }
  }

  /** Works on a copy: what was verified is what is read. */
  private Release verify(Path list, Path ring, Path work) throws IOException, InterruptedException {
    boolean clear = list.toString().endsWith("InRelease");
    byte[] content;
    try (InputStream in = Files.newInputStream(list)) {
      content = in.readNBytes(MAX_RELEASE);
    }
    Path copy = Files.write(work.resolve("release"), content);
    Path plain = work.resolve("plain");
    List<String> command =
        new ArrayList<>(List.of("gpgv", "--keyring", ring.toString(), "--status-fd", "1"));
    if (clear) {
      Files.deleteIfExists(plain);
      command.addAll(List.of("--output", plain.toString(), copy.toString()));
    } else {
      Path signature = work.resolve("release.gpg");
      Files.write(signature, Files.readAllBytes(Path.of(list + ".gpg")));
      command.addAll(List.of(signature.toString(), copy.toString()));
    }
    String status =
        new Program(GPGV_SECONDS, command)
            .run(
                Program.Feeder.NOTHING, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8))
            .require("the signature");
    byte[] signed = clear ? Files.readAllBytes(plain) : content;
    Map<String, String> fields =
        new Stanzas(new java.io.ByteArrayInputStream(signed), list.toString(), RELEASE)
            .next()
            .orElseThrow(() -> new IOException("is empty"));
    String name = list.getFileName().toString();
    String prefix = name.substring(0, name.lastIndexOf('_') + 1);
    return new Release(prefix, fields, signer(status));
  }

  /** The key of a valid signature that counts. */
  private String signer(String status) throws IOException {
    int texts = 0;
    Optional<String> signer = Optional.empty();
    List<String> others = new ArrayList<>();
    for (String line : status.split("\n")) {
      String[] parts = line.strip().split(" ");
      if (parts.length > 1 && parts[1].equals("PLAINTEXT")) {
        texts++;
      } else if (parts.length > 2 && parts[1].equals("VALIDSIG")) {
        String primary = parts[parts.length - 1];
        if (trusted.contains(primary)) {
          signer = Optional.of(primary);
        } else {
          others.add(primary);
        }
      }
    }
    if (texts > 1) {
      throw new IOException("it holds more than one signed text");
    }
    return signer.orElseThrow(() ->
        new IOException(
            "it is signed by "
                + (others.isEmpty() ? "nobody" : String.join(", ", others))
                + ", not by a key known when the baseline was recorded"));
  }

  private void search(Release release, Collection<Installed> wanted, Map<Installed, Signed> found)
      throws IOException, InterruptedException {
    for (String line : release.fields.getOrDefault("sha256", "").split("\n")) {
      String[] parts = line.strip().split("\\s+");
      if (parts.length == 3 && (parts[2] + "/").matches("(.*/)?(binary-[a-z0-9-]+/)?Packages/")) {
        Path plain = places.lists().resolve(release.prefix + parts[2].replace('/', '_'));
        Optional<Path> file = present(plain);
        if (file.isPresent()) {
          found.putAll(packages(file.get(), parts[0], release, wanted));
        }
      }
    }
  }

  private static Optional<Path> present(Path plain) {
    return Stream.of("", ".lz4", ".xz", ".gz", ".zst", ".bz2")
        .map(suffix -> Path.of(plain + suffix))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private Map<Installed, Signed> packages(
      Path file, String sha256, Release release, Collection<Installed> wanted)
      throws IOException, InterruptedException {
    Program.Consumer<Map<Installed, Signed>> consumer =
        in -> {
          DigestInputStream digesting = new DigestInputStream(in, PathReader.digest("SHA-256"));
          Map<Installed, Signed> found = new HashMap<>();
          Stanzas stanzas = new Stanzas(digesting, file.toString(), PACKAGE);
          String index =
              release.fields.getOrDefault("origin", release.prefix)
                  + " "
                  + release.fields.getOrDefault("suite", "")
                  + " of "
                  + release.fields.getOrDefault("date", "unknown date")
                  + ", key "
                  + release.signer;
          for (Optional<Map<String, String>> s = stanzas.next();
              s.isPresent();
              s = stanzas.next()) {
            Map<String, String> stanza = s.get();
            Installed one =
                new Installed(
                    stanza.getOrDefault("package", ""),
                    stanza.getOrDefault("architecture", ""),
                    stanza.getOrDefault("version", ""));
            if (wanted.contains(one) && stanza.containsKey("sha256")) {
              found.put(one, new Signed(stanza.getOrDefault("sha256", ""), index));
            }
          }
          digesting.transferTo(OutputStream.nullOutputStream());
          String is = HexFormat.of().formatHex(digesting.getMessageDigest().digest());
          if (!is.equals(sha256)) {
            throw new IOException(file.getFileName() + " is not the one that is signed");
          }
          return found;
        };
    if (!file.toString().matches(".*\\.[a-z0-9]+$") || file.toString().endsWith("Packages")) {
      try (InputStream in = Files.newInputStream(file)) {
        return consumer.read(in);
      }
    }
    return new Program(
            UNPACK_SECONDS, List.of("/usr/lib/apt/apt-helper", "cat-file", file.toString()))
        .run(Program.Feeder.NOTHING, consumer)
        .require(file.getFileName().toString());
  }
}
