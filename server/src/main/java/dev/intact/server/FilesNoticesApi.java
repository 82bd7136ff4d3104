package dev.intact.server;

import dev.intact.audit.AuditException;
import dev.intact.files.FileSets;
import dev.intact.files.FilesException;
import dev.intact.files.NoticeReport;
import dev.intact.files.notice.Notice;
import dev.intact.json.JsonArray;
import dev.intact.json.JsonObject;
import dev.intact.json.JsonValue;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is said of changes to come. To announce is for operators and admins of every trail, to read
 * for keys that may audit every trail.
 */
final class FilesNoticesApi {

  private static final String WHAT = "files";
  private static final Set<String> MEMBERS =
      Set.of("kind", "paths", "sha256", "from", "until", "executables", "reason");

  private final FileSets sets;
  private final InstantSource clock;
  private final Guard guard;

  FilesNoticesApi(FileSets sets, InstantSource clock, Guard guard) {
    this.sets = sets;
    this.clock = clock;
    this.guard = guard;
  }

  void register(Routes routes) {
    routes
        .add("GET", "/v1/files/sets/{set}/notices", this::list)
        .add("POST", "/v1/files/sets/{set}/notices", this::announce);
  }

  private void list(Exchange e)
      throws Problem, AuditException, FilesException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.AUDIT);
    e.onlyQuery();
    List<JsonValue> all =
        sets.set(e.path("set")).notices().stream().<JsonValue>map(NoticeReport::toJson).toList();
    e.json(200, JsonObject.builder().put("notices", new JsonArray(all)).build());
  }

  private void announce(Exchange e)
      throws Problem, AuditException, FilesException, IOException, InterruptedException {
    guard.installation(e, WHAT, Guard.Right.MANAGE);
    e.onlyQuery();
    JsonObject wanted = FilesApi.wanted(e, MEMBERS);
    Notice.Kind kind = FilesApi.valid("/kind", () -> kind(wanted));
    JsonObject.Builder with = wanted.toBuilder().put("by", e.actor());
    if (wanted.get("from").isEmpty()) {
      with.put("from", clock.instant().toString());
    }
    Notice notice = FilesApi.valid("the notice", () -> Notice.parse(kind, with.build()));
    long index = sets.set(e.path("set")).announce(notice);
    e.json(201, JsonObject.builder().put("index", index).build());
  }

  private static Notice.Kind kind(JsonObject wanted) {
    String name = wanted.string("kind").orElse("");
    for (Notice.Kind kind : Notice.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("announcement or window");
  }
}
