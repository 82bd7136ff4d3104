package dev.intact.log;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.sign.Signer;
import dev.intact.log.sign.SignerException;
import dev.intact.log.storage.FileStorage;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** The directories of a store, locked, with the signer that belongs to them. */
final class OpenedStore implements AutoCloseable {

  private static final String INSTALLATION = "intact.json";
  private static final String FORMAT = "intact-data/v1";
  private static final String PREFIX = "[a-z0-9.-]{1,100}(/[A-Za-z0-9._-]{1,60}){0,3}";

  private final Storage storage;
  private final Signer signer;
  private final String prefix;
  private final FileChannel lockFile;

  private OpenedStore(Storage storage, Signer signer, String prefix, FileChannel lockFile) {
    this.storage = storage;
    this.signer = signer;
    this.prefix = prefix;
    this.lockFile = lockFile;
  }

  static OpenedStore open(LogStoreConfig config) throws LogStoreException {
    Path directory = config.directory();
    try {
      FileStorage storage = new FileStorage(directory);
      FileChannel lock = lock(directory);
      try {
        return open(config, storage, lock);
      } catch (IOException | LogStoreException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LogStoreException(
          "the store " + directory + " does not open: " + e.getMessage(), e);
    }
  }

  private static OpenedStore open(LogStoreConfig config, Storage storage, FileChannel lock)
      throws IOException, LogStoreException {
    Optional<String> known = readPrefix(storage);
    boolean fresh = known.isEmpty();
    if (fresh && (storage.exists("journal") || storage.exists("logs"))) {
      throw new LogStoreException(
          config.directory()
              + " has logs but no "
              + INSTALLATION
              + "; restore that file from a backup");
    }
    if (known.isPresent() && config.name().isPresent() && !known.equals(config.name())) {
      throw new LogStoreException(
          "this installation is named " + known.get() + ", not " + config.name().get());
    }
    String prefix = known.or(config::name).orElseGet(OpenedStore::madeUp);
    if (!prefix.matches(PREFIX)) {
      throw new LogStoreException(
          "an installation's name looks like audit.example.com or example.com/audit");
    }
    Path signerPath = config.signerDirectory();
    boolean signerThere = Files.exists(signerPath.resolve("keys.json"));
    if (!fresh && !signerThere) {
      throw new LogStoreException(
          "the signer's directory "
              + signerPath
              + " has no keys; without its memory nothing may be signed. Give its"
              + " path, or restore it");
    }
    Signer signer = signer(signerPath, fresh, prefix, config);
    if (fresh) {
      storage.writeDurable(
          INSTALLATION,
          Json.canonical(JsonObject.builder().put("format", FORMAT).put("name", prefix).build()));
    }
    return new OpenedStore(storage, signer, prefix, lock);
  }

  private static Signer signer(Path path, boolean fresh, String prefix, LogStoreConfig config)
      throws IOException, LogStoreException {
    FileStorage storage = new FileStorage(path);
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
    try {
      Optional<KeyFiles.Keys> known = KeyFiles.read(storage, prefix);
      if (fresh && known.isEmpty()) {
        // The keys come last: where they are, the signer's memory is whole.
        KeyFiles.Keys keys = KeyFiles.generate(prefix);
        Signer signer = Signer.create(storage, keys.ed25519(), keys.mldsa44(), config.clock());
        KeyFiles.write(storage, keys);
        return signer;
      }
      KeyFiles.Keys keys =
          known.orElseThrow(() -> new LogStoreException("the signer's keys are missing"));
      Signer signer = Signer.open(storage, keys.ed25519(), keys.mldsa44(), config.clock());
      // A first start that died before the store had its name leaves a signer that signed nothing.
      if (fresh && !signer.origins().isEmpty()) {
        signer.close();
        throw new LogStoreException(
            "the signer's directory "
                + path
                + " belongs to another store; give an empty one, or restore the store");
      }
      return signer;
    } catch (SignerException e) {
      throw new LogStoreException("the signer in " + path + " does not open: " + e.getMessage(), e);
    }
  }

  private static Optional<String> readPrefix(Storage storage)
      throws IOException, LogStoreException {
    Optional<byte[]> bytes = storage.read(INSTALLATION);
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (Json.parse(bytes.get(), JsonLimits.STRICT) instanceof JsonObject json
          && json.string("format").equals(Optional.of(FORMAT))
          && json.string("name").isPresent()) {
        return json.string("name");
      }
    } catch (JsonException e) {
      throw new LogStoreException(INSTALLATION + " is damaged: " + e.getMessage(), e);
    }
    throw new LogStoreException(INSTALLATION + " is not of the format " + FORMAT);
  }

  private static String madeUp() {
    byte[] random = new byte[5];
    new SecureRandom().nextBytes(random);
    return "intact.local/" + HexFormat.of().formatHex(random);
  }

  private static FileChannel lock(Path directory) throws IOException, LogStoreException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // said below
    }
    channel.close();
    throw new StoreLockedException(directory.toString());
  }

  Storage storage() {
    return storage;
  }

  Signer signer() {
    return signer;
  }

  String prefix() {
    return prefix;
  }

  @Override
  public void close() {
    try {
      signer.close();
      lockFile.close();
    } catch (IOException e) {
      System.getLogger(OpenedStore.class.getName())
          .log(System.Logger.Level.WARNING, "closing the store", e);
    }
  }
}
