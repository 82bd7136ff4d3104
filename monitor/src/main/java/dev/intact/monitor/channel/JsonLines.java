package dev.intact.monitor.channel;

import dev.intact.json.Json;
import dev.intact.json.JsonObject;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Ocsf;
import dev.intact.record.RecordTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Adds a line of JSON to a file, which is durable before the message counts as delivered. Opened
 * for each message, so that the file may be rotated away. A line that a crash has torn is ended
 * first.
 */
final class JsonLines implements Channel {

  private final FileSpec spec;

  JsonLines(FileSpec spec) {
    this.spec = spec;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public synchronized Outcome send(Message message) {
    Set<OpenOption> options =
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try (FileChannel file = FileChannel.open(spec.path(), options, owner())) {
      long end = file.size();
      String line = (torn(file, end) ? "\n" : "") + Json.text(json(message)) + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        end += file.write(bytes, end);
      }
      file.force(true);
      return new Outcome.Delivered("written");
    } catch (IOException e) {
      return new Outcome.Again(spec.path() + " cannot be written: " + e.getClass().getSimpleName());
    }
  }

  private static boolean torn(FileChannel file, long size) throws IOException {
    if (size == 0) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    return file.read(last, size - 1) == 1 && last.get(0) != '\n';
  }

  private FileAttribute<?>[] owner() throws IOException {
    boolean posix =
        Files.getFileStore(spec.path().toAbsolutePath().getParent())
            .supportsFileAttributeView("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private JsonObject json(Message message) {
    if (spec.ocsf() && message.alert().isPresent()) {
      return Ocsf.event(message).orElseThrow();
    }
    return JsonObject.builder()
        .put("id", message.id())
        .put("type", message.type())
        .put("at", RecordTime.format(message.at()))
        .put("host", message.host())
        .put("level", message.level().text())
        .put("title", message.title())
        .put("data", message.data())
        .build();
  }
}
