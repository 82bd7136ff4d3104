package dev.intact.files.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxFsTest {

  @TempDir private Path directory;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theKernelUnderstandsUs() throws Exception {
    try (LinuxFs fs = LinuxFs.open()) {
      assertThatCode(() -> SelfCheck.run(fs)).doesNotThrowAnyException();
    }
  }

  @Test
  void theNumbersOfAnotherArchitectureAreFoundOutBeforeALinkIsFollowed() {
    String arch = System.getProperty("os.arch");
    Abi other = Abi.of(arch.equals("aarch64") ? "amd64" : "aarch64").orElseThrow();
    try (LinuxFs fs = LinuxFs.with(other)) {
      assertThatThrownBy(() -> SelfCheck.run(fs)).isInstanceOf(UnsupportedSystemException.class);
    }
    Abi follows = new Abi(Abi.of(arch).orElseThrow().directory(), 0);
    try (LinuxFs fs = LinuxFs.with(follows)) {
      assertThatThrownBy(() -> SelfCheck.run(fs)).hasMessageContaining("a link is followed");
    }
  }

  @Test
  void anArchitectureWhoseNumbersAreNotKnownHasNone() {
    assertThat(Abi.of("riscv64")).isEmpty();
  }

  @Test
  void aLinkInTheMiddleOfAPathIsRefused() throws Exception {
    Path real = Files.createDirectory(directory.toRealPath().resolve("real"));
    Files.writeString(real.resolve("file"), "x");
    Files.createSymbolicLink(directory.resolve("link"), real);
    try (LinuxFs fs = LinuxFs.open()) {
      fs.closeFd(fs.openParentOf(bytes(real.resolve("file").toString())));
      assertThatThrownBy(() ->
              fs.openParentOf(
                  bytes(directory.toRealPath().resolve("link").resolve("file").toString())))
          .isInstanceOf(LinuxException.class)
          .matches(e -> ((LinuxException) e).isOtherType());
    }
  }

  @Test
  void aDirectoryOfManyEntriesIsListedWhole() throws Exception {
    for (int i = 0; i < 3000; i++) {
      Files.createFile(directory.resolve("a-name-of-some-length-" + i));
    }
    try (LinuxFs fs = LinuxFs.open()) {
      int parent = fs.openParentOf(bytes(directory.toRealPath() + "/x"));
      List<String> names =
          fs.list(parent).stream()
              .map(e -> new String(Arrays.copyOf(e, e.length - 2), StandardCharsets.UTF_8))
              .toList();
      fs.closeFd(parent);
      assertThat(names).hasSize(3000).doesNotHaveDuplicates();
    }
  }

  @Test
  void anExtendedAttributeIsReadByDescriptorAndByName() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "x");
    Files.setAttribute(file, "user:comment", bytes("hello"));
    try (LinuxFs fs = LinuxFs.open()) {
      int parent = fs.openParentOf(bytes(file.toRealPath().toString()));
      int fd = fs.openFile(parent, bytes("file\0"));
      for (List<Xattr> found : List.of(fs.xattrs(fd), fs.xattrs(parent, bytes("file\0")))) {
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().name()).isEqualTo(bytes("user.comment"));
        assertThat(found.getFirst().value()).isEqualTo(bytes("hello"));
      }
      fs.closeFd(fd);
      fs.closeFd(parent);
    }
  }
}
