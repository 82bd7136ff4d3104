package dev.intact.files;

import dev.intact.files.manifest.Remark;
import dev.intact.finding.CheckReport;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.util.List;

/**
 * What a comparison with a foreign list found.
 *
 * @param check the findings
 * @param remarks what of the list was not compared
 * @param index of the record of it
 */
public record ManifestReport(CheckReport check, List<Remark> remarks, long index) {

  /** Copies. */
  public ManifestReport {
    remarks = List.copyOf(remarks);
  }

  /**
   * The report as JSON.
   *
   * @return an object
   */
  public JsonObject toJson() {
    return check.toJson().toBuilder()
        .put("remarks", new JsonArray(remarks.stream().<JsonValue>map(Remark::toJson).toList()))
        .put("index", index)
        .build();
  }
}
