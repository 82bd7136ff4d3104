package dev.intact.log;

import dev.intact.json.Json;
import dev.intact.json.JsonException;
import dev.intact.json.JsonLimits;
import dev.intact.json.JsonObject;
import dev.intact.log.sign.Signer;
import dev.intact.log.sign.SignerException;
import dev.intact.log.storage.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The directories of a store, locked, with the signer that belongs to them. */
final class OpenedStore implements AutoCloseable {

  private static final String INSTALLATION = "intact.json";
  private static final String FORMAT = "intact-data/v1";
  private static final String PREFIX = "[a-z0-9.-]{1,100}(/[A-Za-z0-9._-]{1,60}){0,3}";

  private final Storage storage;
  private final Signer signer;
  private final String prefix;
  private final List<FileChannel> locks;

  private OpenedStore(Storage storage, Signer signer, String prefix, List<FileChannel> locks) {
    this.storage = storage;
    this.signer = signer;
    this.prefix = prefix;
    this.locks = locks;
  }

  static OpenedStore open(LogStoreConfig config, Storages storages) throws LogStoreException {
    Path directory = config.directory();
    if (directory.equals(config.signerDirectory())) {
      throw new LogStoreException(
          "the signer needs a directory of its own, " + directory + " is the store's");
    }
    List<FileChannel> locks = new ArrayList<>();
    try {
      Storage storage = storages.store(directory);
      locks.add(lock(directory));
      storage.sweep();
      return open(config, storages, storage, locks);
    } catch (IOException e) {
      unlock(locks);
      throw new LogStoreException(
          "the store " + directory + " does not open: " + e.getMessage(), e);
    } catch (LogStoreException | RuntimeException e) {
      unlock(locks);
      throw e;
    }
  }

  private static OpenedStore open(
      LogStoreConfig config, Storages storages, Storage storage, List<FileChannel> locks)
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
    if (!fresh && !storages.hasKeys(signerPath)) {
      throw keysMissing(signerPath);
    }
    Storage signerStorage = storages.signer(signerPath);
    locks.add(lock(signerPath)); // a copy of the store could have its own tree signed meanwhile
    signerStorage.sweep();
    Signer signer = signer(signerStorage, fresh, prefix, config);
    try {
      if (!fresh) {
        storage.sync(List.of(INSTALLATION)); // it was read, which does not make it durable
      } else {
        storage.writeDurable(
            INSTALLATION,
            Json.canonical(JsonObject.builder().put("format", FORMAT).put("name", prefix).build()));
      }
    } catch (IOException e) {
      signer.close();
      throw e;
    }
    return new OpenedStore(storage, signer, prefix, locks);
  }

  private static LogStoreException keysMissing(Path signerPath) {
    return new LogStoreException(
        "the signer's directory "
            + signerPath
            + " has no keys; without its memory nothing may be signed. Give its"
            + " path, or restore it");
  }

  private static Signer signer(Storage storage, boolean fresh, String prefix, LogStoreConfig config)
      throws IOException, LogStoreException {
    Path path = config.signerDirectory();
    try {
      Optional<KeyFiles.Keys> known = KeyFiles.read(storage, prefix);
      if (fresh && known.isEmpty()) {
        // The keys come last: where they are, the signer's memory is whole.
        KeyFiles.Keys keys = KeyFiles.generate(prefix);
        Signer signer = Signer.create(storage, keys.ed25519(), keys.mldsa44(), config.clock());
        try {
          KeyFiles.write(storage, keys);
        } catch (IOException e) {
          signer.close();
          throw e;
        }
        return signer;
      }
      KeyFiles.Keys keys = known.orElseThrow(() -> keysMissing(path));
      KeyFiles.settle(storage);
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
    } catch (IOException e) {
      warn(e);
    } finally {
      unlock(locks);
    }
  }

  private static void unlock(List<FileChannel> locks) {
    for (FileChannel lock : locks) {
      try {
        lock.close();
      } catch (IOException e) {
        warn(e);
      }
    }
  }

  private static void warn(IOException e) {
    System.getLogger(OpenedStore.class.getName())
        .log(System.Logger.Level.WARNING, "closing the store", e);
  }
}
