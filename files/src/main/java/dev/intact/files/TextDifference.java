package dev.intact.files;

import dev.intact.files.explain.PathReader;
import dev.intact.files.linux.LinuxException;
import dev.intact.files.linux.LinuxFs;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Expected;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.StateFormatException;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What is different in the text of a file.
 *
 * @param path of what
 * @param before SHA-256 of what is in force
 * @param after SHA-256 of what is there
 * @param diff unified, without secrets; empty if nothing is different or it cannot be shown
 * @param remark why there is nothing to show; empty if there is
 */
public record TextDifference(
    ByteString path, String before, String after, String diff, String remark) {

  static TextDifference of(Baseline baseline, ByteString path)
      throws LogException, IOException, FilesException {
    Expected expected = baseline.expected(List.of(path));
    Optional<Expected.Entry> entry = expected.next();
    if (entry.isEmpty() || !entry.get().path().equals(path)) {
      throw new FilesException(
          FilesException.Kind.NOT_FOUND, path + " is not in the baseline that is in force");
    }
    String before = hash(entry.get().state());
    try (PathReader reader = PathReader.open()) {
      String after = hash(reader, path);
      if (after.isEmpty()) {
        return new TextDifference(path, before, after, "", "it is not there any more");
      }
      if (after.equals(before)) {
        return new TextDifference(path, before, after, "", "nothing is different");
      }
      Optional<String> diff = new Differences(baseline).of(reader, path, before, after);
      return new TextDifference(
          path,
          before,
          after,
          diff.orElse(""),
          diff.isPresent()
              ? ""
              : "its text is not kept: that is done for configuration, of files that everybody may"
                  + " read, that are text of at most 32 KiB, and not known to hold secrets");
    }
  }

  private static String hash(ByteString state) throws IOException, FilesException {
    try {
      return FileState.read(state.toBytes())
          .value(Field.HASH)
          .orElseThrow(() ->
              new FilesException(
                  FilesException.Kind.INVALID, "the baseline has no content of this path"));
    } catch (StateFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static String hash(PathReader reader, ByteString path) throws IOException {
    MessageDigest digest = PathReader.digest("SHA-256");
    try (InputStream in = reader.content(path)) {
      byte[] buffer = new byte[LinuxFs.READ_BYTES];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (LinuxException e) {
      if (e.isAbsent()) {
        return "";
      }
      throw e;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The difference as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("path", path.display())
        .put("before", before)
        .put("after", after)
        .put("diff", diff)
        .put("remark", remark)
        .build();
  }
}
