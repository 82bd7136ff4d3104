package dev.intact.files.notice;

import dev.intact.files.explain.PathReader;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An announcement explained this change of this path. It explains no other one of it.
 *
 * @param notice index of the announcement's record
 * @param path of what
 * @param state a digest of the state that was found
 */
public record Use(long notice, ByteString path, String state) {

  /** The digest of a state: of all that must stay as it is. */
  static String digest(Optional<FileState> state) {
    if (state.isEmpty()) {
      return "absent";
    }
    StringBuilder text = new StringBuilder(state.get().kind().toString());
    for (Field field : Field.values()) {
      if (state.get().compared().contains(field)) {
        text.append('\n').append(field).append(' ');
        text.append(
            field == Field.XATTRS
                ? state.get().xattrs().toString()
                : state.get().value(field).orElse(""));
      }
    }
    return HexFormat.of()
        .formatHex(
            PathReader.digest("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The use as JSON.
   *
   * @return what {@link #parse} reads
   */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("notice", notice)
        .put("path", path.display())
        .put("state", state)
        .build();
  }

  /**
   * Reads one.
   *
   * @param json as {@link #toJson} wrote it
   * @return the use
   * @throws IllegalArgumentException if it is none
   */
  public static Use parse(JsonObject json) {
    return new Use(
        json.integer("notice").orElseThrow(Use::none),
        ByteString.parse(json.string("path").orElseThrow(Use::none)),
        json.string("state").orElseThrow(Use::none));
  }

  private static IllegalArgumentException none() {
    return new IllegalArgumentException("a use of a notice lacks a member");
  }
}
