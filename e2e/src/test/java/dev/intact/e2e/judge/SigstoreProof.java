package dev.intact.e2e.judge;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A {@code .tlog-proof}, read as the formats' page describes it, without the product's parser.
 *
 * @param record its extra line, the record in base64
 * @param index which entry
 * @param path hashes in hexadecimal, from the leaf up
 * @param checkpoint the signed checkpoint
 */
record SigstoreProof(String record, long index, List<String> path, String checkpoint) {

  static SigstoreProof parse(String file) {
    int blank = file.indexOf("\n\n");
    List<String> lines = file.substring(0, blank).lines().toList();
    if (!lines.getFirst().equals("c2sp.org/tlog-proof@v1")
        || !lines.get(1).startsWith("extra ")
        || !lines.get(2).startsWith("index ")) {
      throw new IllegalArgumentException("not a tlog-proof: " + file);
    }
    return new SigstoreProof(
        lines.get(1).substring("extra ".length()),
        Long.parseLong(lines.get(2).substring("index ".length())),
        lines.stream().skip(3).map(SigstoreProof::hex).toList(),
        file.substring(blank + 2));
  }

  private static String hex(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }

  byte[] leafHash() throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((byte) 0);
    return sha256.digest(Base64.getDecoder().decode(record));
  }

  SigstoreProof withAnotherRecord() {
    byte[] bytes = Base64.getDecoder().decode(record);
    bytes[bytes.length / 2] ^= 1;
    return new SigstoreProof(Base64.getEncoder().encodeToString(bytes), index, path, checkpoint);
  }

  SigstoreProof withAnotherHash(int at) {
    List<String> changed = new ArrayList<>(path);
    String hash = path.get(at);
    changed.set(at, (hash.startsWith("0") ? "1" : "0") + hash.substring(1));
    return new SigstoreProof(record, index, changed, checkpoint);
  }

  SigstoreProof withIndex(long another) {
    return new SigstoreProof(record, another, path, checkpoint);
  }

  SigstoreProof withCheckpoint(String another) {
    return new SigstoreProof(record, index, path, another);
  }
}
