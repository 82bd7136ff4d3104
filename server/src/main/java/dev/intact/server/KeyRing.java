package dev.intact.server;

import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The API keys, in {@code DIR/keys.json} with the hashes of their secrets, readable by the owner
 * alone. Thread-safe.
 *
 * <p>Untrusted at rest in one sense: whoever can write this file can give himself a key. What he
 * does with it is in the logs, and he cannot change what is there.
 */
final class KeyRing {

  private static final String PREFIX = "ik_";
  private static final String FORMAT = "intact-keys/v1";
  private static final String OWNER_ONLY = "rw-------";

  private final Path file;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<String, ApiKey> keys = new TreeMap<>();

  private KeyRing(Path file, InstantSource clock, SecureRandom random) {
    this.file = file;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Opens the keys; at the first start makes an operator's key and writes it to {@code admin.key}.
   */
  static KeyRing open(Path directory, InstantSource clock, SecureRandom random) throws IOException {
    KeyRing ring = new KeyRing(directory.resolve("keys.json"), clock, random);
    if (Files.exists(ring.file)) {
      ring.load();
    } else {
      String token = ring.create(Role.OPERATOR, Optional.empty(), Optional.empty());
      writeOwnerOnly(directory.resolve("admin.key"), token + "\n");
    }
    return ring;
  }

  private void load() throws IOException {
    try {
      JsonObject json = (JsonObject) Json.parse(Files.readAllBytes(file), JsonLimits.STRICT);
      if (!json.string("format").equals(Optional.of(FORMAT))) {
        throw new IOException(file + " is not of the format " + FORMAT);
      }
      for (JsonValue value : json.array("keys").orElseThrow()) {
        ApiKey key = parse((JsonObject) value);
        keys.put(key.id(), key);
      }
    } catch (JsonException
        | ClassCastException
        | NoSuchElementException
        | IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static ApiKey parse(JsonObject json) {
    return new ApiKey(
        json.string("id").orElseThrow(),
        json.string("secret_sha256").orElseThrow(),
        Role.valueOf(json.string("role").orElseThrow().toUpperCase(Locale.ROOT)),
        json.string("trail"),
        json.string("expires").map(e -> RecordTime.parse(e).orElseThrow()));
  }

  /** Makes a key; its token is told this once. */
  synchronized String create(Role role, Optional<String> trail, Optional<Instant> expires)
      throws IOException {
    byte[] id = new byte[6];
    byte[] secret = new byte[32];
    random.nextBytes(id);
    random.nextBytes(secret);
    HexFormat hex = HexFormat.of();
    ApiKey key = new ApiKey(hex.formatHex(id), sha256(hex.formatHex(secret)), role, trail, expires);
    keys.put(key.id(), key);
    try {
      save();
    } catch (IOException e) {
      keys.remove(key.id());
      throw e;
    }
    return PREFIX + key.id() + "_" + hex.formatHex(secret);
  }

  /** The public part of a token that {@link #create} made. */
  static String idOf(String token) {
    return token.split("_")[1];
  }

  synchronized boolean revoke(String id) throws IOException {
    boolean was = keys.remove(id) != null;
    if (was) {
      save();
    }
    return was;
  }

  synchronized List<JsonObject> list() {
    List<JsonObject> all = new ArrayList<>();
    keys.values().forEach(key -> all.add(toJson(key).remove("secret_sha256").build()));
    return all;
  }

  private void save() throws IOException {
    List<JsonValue> all = new ArrayList<>();
    keys.values().forEach(key -> all.add(toJson(key).build()));
    JsonObject json =
        JsonObject.builder().put("format", FORMAT).put("keys", new JsonArray(all)).build();
    writeOwnerOnly(file, Json.pretty(json) + "\n");
  }

  private static JsonObject.Builder toJson(ApiKey key) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", key.id())
            .put("secret_sha256", key.secretHash())
            .put("role", key.role().name().toLowerCase(Locale.ROOT));
    key.trail().ifPresent(t -> json.put("trail", t));
    key.expires().ifPresent(e -> json.put("expires", RecordTime.format(e)));
    return json;
  }

  /** What a token is worth. The comparison takes the same time for every secret. */
  synchronized Credential authenticate(String token) {
    String[] parts = token.split("_", -1);
    boolean shaped = parts.length == 3 && token.startsWith(PREFIX);
    ApiKey key = shaped ? keys.get(parts[1]) : null;
    String given = sha256(shaped ? parts[2] : "");
    String wanted = key == null ? sha256("") + "-" : key.secretHash();
    boolean same =
        MessageDigest.isEqual(
            given.getBytes(StandardCharsets.US_ASCII), wanted.getBytes(StandardCharsets.US_ASCII));
    if (key == null || !same) {
      return new Credential.None();
    }
    boolean expired = key.expires().isPresent() && !clock.instant().isBefore(key.expires().get());
    return expired ? new Credential.Expired(key) : new Credential.Valid(key);
  }

  static void writeOwnerOnly(Path file, String text) throws IOException {
    Path temp = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(temp);
    if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          temp, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    } else {
      Files.createFile(temp);
    }
    Files.writeString(temp, text, StandardOpenOption.SYNC);
    Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
      directory.force(true); // else a key that was revoked could be back after a power cut
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
