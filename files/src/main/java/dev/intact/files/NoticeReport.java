package dev.intact.files;

import dev.intact.files.notice.Notice;
import dev.intact.json.JsonObject;
import java.util.Locale;

/**
 * A notice and what came of it.
 *
 * @param index of its record
 * @param notice what was said
 * @param uses how many changes it has explained, for an announcement
 * @param ended whether its time is over
 */
public record NoticeReport(long index, Notice notice, int uses, boolean ended) {

  /**
   * The report as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return notice.toJson().toBuilder()
        .put("index", index)
        .put("kind", notice.kind().name().toLowerCase(Locale.ROOT))
        .put("uses", uses)
        .put("ended", ended)
        .build();
  }
}
