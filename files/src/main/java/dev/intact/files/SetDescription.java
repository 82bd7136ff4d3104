package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.SetLog.Heads;
import dev.intact.json.JsonObject;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;

/** What is in force for a set, for people and programs. */
final class SetDescription {

  private SetDescription() {}

  static JsonObject of(String set, SetLog log, ProvenEntries proven)
      throws LogException, IOException {
    Heads heads = log.heads(proven);
    Baseline baseline = Baseline.read(log, proven, heads);
    JsonObject record = baseline.act().record();
    JsonObject.Builder json =
        JsonObject.builder()
            .put("set", set)
            .put("epoch", baseline.epoch())
            .put("rules", Members.object(record, "rules"))
            .put(
                "baseline",
                act(baseline.act())
                    .put("reason", Members.string(record, "reason"))
                    .put("entries", Members.integer(record, "entries"))
                    .put("not_established", Members.integer(record, "not_established"))
                    .build())
            .put("accepted", baseline.acceptedCount());
    if (heads.check().isPresent()) {
      Act check = log.act(proven, heads.check().get());
      if (check.index() > baseline.act().index()) {
        json.put(
            "last_check",
            act(check)
                .put("mode", Members.string(check.record(), "mode"))
                .put("verdict", Members.string(check.record(), "verdict"))
                .put("violations", Members.object(check.record(), "violations"))
                .put("explained", Members.integer(check.record(), "explained"))
                .build());
        json.put("last_full_check", Members.string(check.record(), "last_full_check"));
      }
    }
    return json.build();
  }

  private static JsonObject.Builder act(Act act) throws IOException {
    return JsonObject.builder()
        .put("index", act.index())
        .put("time", act.time())
        .put("by", Members.string(act.record(), "actor"));
  }
}
