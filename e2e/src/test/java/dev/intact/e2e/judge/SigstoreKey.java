package dev.intact.e2e.judge;

import dev.sigstore.trustroot.LogId;
import dev.sigstore.trustroot.PublicKey;
import dev.sigstore.trustroot.TransparencyLog;
import dev.sigstore.trustroot.ValidFor;
import java.net.URI;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An Ed25519 vkey as sigstore knows keys of logs, read without the product's parser. */
final class SigstoreKey implements TransparencyLog, LogId {

  private static final byte ED25519 = 1;
  private static final String SPKI = "302a300506032b6570032100";

  private final String name;
  private final byte[] id;
  private final byte[] raw;

  private SigstoreKey(String name, byte[] id, byte[] raw) {
    this.name = name;
    this.id = id;
    this.raw = raw;
  }

  static SigstoreKey of(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    byte[] typed = Base64.getDecoder().decode(parts[2]);
    if (typed[0] != ED25519) {
      throw new IllegalArgumentException("not an Ed25519 key: " + vkey);
    }
    return new SigstoreKey(
        parts[0], HexFormat.of().parseHex(parts[1]), Arrays.copyOfRange(typed, 1, typed.length));
  }

  String name() {
    return name;
  }

  boolean hasHint(byte[] hint) {
    return Arrays.equals(hint, id);
  }

  @Override
  public URI getBaseUrl() {
    return URI.create("https://" + name);
  }

  @Override
  public String getHashAlgorithm() {
    return "SHA2_256";
  }

  @Override
  public LogId getLogId() {
    return this;
  }

  @Override
  public byte[] getKeyId() {
    return id.clone();
  }

  @Override
  public PublicKey getPublicKey() {
    return new Ed25519Key(raw);
  }

  private static final class Ed25519Key extends PublicKey {

    private final byte[] spki;

    Ed25519Key(byte[] raw) {
      spki = HexFormat.of().parseHex(SPKI + HexFormat.of().formatHex(raw));
    }

    @Override
    public byte[] getRawBytes() {
      return spki.clone();
    }

    @Override
    public String getKeyDetails() {
      return "PKIX_ED25519";
    }

    @Override
    public ValidFor getValidFor() {
      throw new UnsupportedOperationException("a vkey has no times");
    }

    @Override
    public java.security.PublicKey toJavaPublicKey()
        throws NoSuchAlgorithmException, InvalidKeySpecException {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
    }
  }
}
