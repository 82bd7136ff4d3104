package dev.intact.files;

import dev.intact.json.JsonObject;
import java.io.IOException;

/**
 * Where the states of a baseline, an acceptance or a check stand: consecutive records of the log.
 *
 * @param first index of the first
 * @param records how many; 0 if there are no states
 * @param sha256 over all pieces, one behind the other; hexadecimal
 */
record RunRef(long first, long records, String sha256) {

  JsonObject toJson() {
    return JsonObject.builder()
        .put("first", first)
        .put("records", records)
        .put("sha256", sha256)
        .build();
  }

  static RunRef parse(JsonObject closing) throws IOException {
    return of(Members.object(closing, "states"));
  }

  static RunRef of(JsonObject ref) throws IOException {
    return new RunRef(
        Members.integer(ref, "first"),
        Members.integer(ref, "records"),
        Members.string(ref, "sha256"));
  }
}
