package dev.intact.monitor.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures of Standard Webhooks 1.0 over {@code id.timestamp.body}. */
final class WebhookSignatures {

  private static final String HMAC = "whsec_";
  private static final String ED25519 = "whsk_";
  private static final byte[] PKCS8_HEAD =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private WebhookSignatures() {}

  /**
   * The value of {@code webhook-signature}.
   *
   * @param keys {@code whsec_} (24 to 64 bytes, HMAC-SHA256) or {@code whsk_} (32-byte seed, or
   *     seed and public key, Ed25519), in base64; several, with spaces between, while one replaces
   *     another
   * @param id the message's id
   * @param seconds its time
   * @param body its bytes
   * @return one signature a key, with spaces between
   * @throws SecretException if a key is none; says nothing of it
   */
  static String sign(String keys, String id, long seconds, byte[] body) throws SecretException {
    byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
    byte[] signed = ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    List<String> signatures = new ArrayList<>();
    for (String key : keys.strip().split("\\s+")) {
      signatures.add(sign(key, signed));
    }
    return String.join(" ", signatures);
  }

  private static String sign(String key, byte[] signed) throws SecretException {
    try {
      if (key.startsWith(HMAC)) {
        byte[] secret = decode(key, HMAC);
        if (secret.length < 24 || secret.length > 64) {
          throw new SecretException("a key whsec_ of a webhook has 24 to 64 bytes");
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
      }
      if (key.startsWith(ED25519)) {
        byte[] secret = decode(key, ED25519);
        if (secret.length != 32 && secret.length != 64) {
          throw new SecretException("a key whsk_ of a webhook has 32 or 64 bytes");
        }
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(privateKey(Arrays.copyOf(secret, 32)));
        signature.update(signed);
        return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
      }
      throw new SecretException("a webhook's key begins with whsec_ or whsk_");
    } catch (GeneralSecurityException e) {
      throw new SecretException("a webhook's key is none");
    }
  }

  private static byte[] decode(String key, String prefix) throws SecretException {
    try {
      return Base64.getDecoder().decode(key.substring(prefix.length()));
    } catch (IllegalArgumentException e) {
      throw new SecretException("a webhook's key is " + prefix + " and base64");
    }
  }

  private static PrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
    byte[] pkcs8 = Arrays.copyOf(PKCS8_HEAD, PKCS8_HEAD.length + seed.length);
    System.arraycopy(seed, 0, pkcs8, PKCS8_HEAD.length, seed.length);
    return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }
}
