package dev.intact.files;

import dev.intact.files.SetLog.Act;
import dev.intact.files.SetLog.Heads;
import dev.intact.files.notice.Notice;
import dev.intact.files.notice.NoticeExplainer;
import dev.intact.files.notice.Use;
import dev.intact.files.scan.ByteString;
import dev.intact.json.Json;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import dev.intact.log.LogException;
import dev.intact.log.ProvenEntries;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was announced for a set, from its log.
 *
 * @param notices by the index of their records
 * @param uses what they have explained
 */
record Notices(TreeMap<Long, Notice> notices, List<Use> uses) {

  private static final String MEMBER = "notice";
  private static final String USES = "uses";
  private static final int MAX_USES_BYTES = 40 << 10;

  Notices {
    uses = List.copyOf(uses);
  }

  static Notices read(SetLog log, ProvenEntries proven, Heads heads)
      throws LogException, IOException {
    TreeMap<Long, Notice> notices = new TreeMap<>();
    List<Use> uses = new ArrayList<>();
    Optional<Long> next = heads.notice();
    while (next.isPresent()) {
      Act act = log.act(proven, next.get());
      try {
        switch (act.type()) {
          case SetLog.ANNOUNCE -> notices.put(act.index(), parse(Notice.Kind.ANNOUNCEMENT, act));
          case SetLog.WINDOW -> notices.put(act.index(), parse(Notice.Kind.WINDOW, act));
          default -> uses.addAll(uses(act));
        }
      } catch (IllegalArgumentException e) {
        throw new IOException("record " + act.index() + ": " + e.getMessage(), e);
      }
      next = Heads.before(act).notice();
    }
    return new Notices(notices, uses);
  }

  private static Notice parse(Notice.Kind kind, Act act) throws IOException {
    return Notice.parse(kind, Members.object(act.record(), MEMBER));
  }

  private static List<Use> uses(Act act) {
    List<Use> uses = new ArrayList<>();
    for (JsonValue value : act.record().array(USES).orElse(List.of())) {
      if (!(value instanceof JsonObject use)) {
        throw new IllegalArgumentException("a use is an object");
      }
      uses.add(Use.parse(use));
    }
    return uses;
  }

  /** With uses that are not recorded yet. */
  Notices and(Collection<Use> more) {
    List<Use> all = new ArrayList<>(uses);
    all.addAll(unknown(more));
    return new Notices(notices, all);
  }

  /** Those of which nothing is recorded. */
  List<Use> unknown(Collection<Use> some) {
    Set<What> known = uses.stream().map(What::of).collect(Collectors.toSet());
    return some.stream().filter(use -> !known.contains(What.of(use))).toList();
  }

  /** An announcement is used for a path once. */
  private record What(long notice, ByteString path) {
    static What of(Use use) {
      return new What(use.notice(), use.path());
    }
  }

  NoticeExplainer explainer(Instant now) {
    return new NoticeExplainer(notices, uses, now);
  }

  /** Records a notice. */
  static Act announce(SetLog log, String set, Notice notice, Heads heads)
      throws LogException, InterruptedException {
    JsonObject.Builder record = JsonObject.builder().put("set", set).put(MEMBER, notice.toJson());
    String type = notice.kind() == Notice.Kind.ANNOUNCEMENT ? SetLog.ANNOUNCE : SetLog.WINDOW;
    return log.append(type, notice.by(), heads, record);
  }

  /** Records what was explained for the first time; the heads behind it. */
  static Heads record(SetLog log, String set, String by, List<Use> fresh, Heads heads)
      throws LogException, IOException, InterruptedException {
    Heads now = heads;
    List<JsonValue> part = new ArrayList<>();
    int bytes = 0;
    for (Use use : fresh) {
      JsonObject json = use.toJson();
      int more = Json.canonical(json).length + 1;
      if (bytes + more > MAX_USES_BYTES && !part.isEmpty()) {
        now = now.after(append(log, set, by, part, now));
        part.clear();
        bytes = 0;
      }
      part.add(json);
      bytes += more;
    }
    return part.isEmpty() ? now : now.after(append(log, set, by, part, now));
  }

  private static Act append(SetLog log, String set, String by, List<JsonValue> uses, Heads heads)
      throws LogException, InterruptedException {
    JsonObject.Builder record =
        JsonObject.builder().put("set", set).put(USES, new JsonArray(List.copyOf(uses)));
    return log.append(SetLog.USE, by, heads, record);
  }
}
