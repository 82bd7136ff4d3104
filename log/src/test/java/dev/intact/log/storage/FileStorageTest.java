package dev.intact.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStorageTest {

  @TempDir Path temp;

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void ofItsOwnerAloneEveryFileAndDirectoryIsClosedToOthers() throws Exception {
    Path root = temp.resolve("a/secret");
    Storage storage = FileStorage.ownerOnly(root);
    storage.writeDurable("keys.json", new byte[1]);
    storage.write("sub/state", new byte[1]);
    storage.create("sub/journal", 10).close();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.toList()) {
        assertThat(mode(path))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void aDirectoryThatWasOpenToOthersIsClosed() throws Exception {
    Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(FileStorage.ownerOnly(temp).list("")).isEmpty();
    assertThat(mode(temp)).isEqualTo("rwx------");
  }

  @Test
  void whatAnInterruptedWriteLeftIsSwept() throws Exception {
    Storage storage = new FileStorage(temp);
    storage.write("sub/file", new byte[1]);
    Path left = temp.resolve(".tmp/77");
    Files.write(left, new byte[5]);
    storage.sweep();
    assertThat(left).doesNotExist();
    assertThat(storage.read("sub/file")).isPresent();
  }

  @Test
  void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws Exception {
    Storage storage = new FileStorage(temp);
    Files.createDirectories(temp.resolve("sub/file/in-the-way"));
    assertThatThrownBy(() -> storage.write("sub/file", new byte[1]))
        .isInstanceOf(IOException.class);
    assertThat(storage.list(".tmp")).isEmpty();
    assertThat(storage.list("sub/file")).containsExactly("in-the-way");
  }

  @Test
  void whatCannotBeSeenIsNotTakenForAbsent() throws Exception {
    Storage storage = new FileStorage(temp);
    storage.write("file", new byte[1]);
    assertThat(storage.exists("other")).isFalse();
    assertThatThrownBy(() -> storage.exists("x".repeat(300))).isInstanceOf(IOException.class);
  }

  @Test
  void aReaderThatIsInterruptedTakesTheFileFromNobody() throws Exception {
    Storage storage = new FileStorage(temp);
    storage.create("journal", 64).close();
    try (RandomAccess file = storage.open("journal")) {
      file.write(3, ByteBuffer.wrap(new byte[] {7, 8}));
      for (ByteBuffer target :
          List.of(ByteBuffer.allocate(2), ByteBuffer.allocateDirect(2), slice())) {
        Thread.currentThread().interrupt();
        assertThat(file.read(3, target)).isEqualTo(2);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8}));
      }
      file.write(5, ByteBuffer.wrap(new byte[] {9}));
      file.force();
      assertThat(file.size()).isEqualTo(64);
      assertThat(file.read(64, ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  private static ByteBuffer slice() {
    return ByteBuffer.allocate(9).position(4).limit(6).slice();
  }
}
