package dev.intact.monitor.report;

import dev.intact.json.JsonObject;
import dev.intact.monitor.alert.Members;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Writes HTML: tags as they are given, texts escaped. Not thread-safe. */
final class Markup {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  /**
   * A column of a table.
   *
   * @param name above it, and beside each value on a narrow screen
   * @param numeric whether it is aligned to the right
   */
  record Column(String name, boolean numeric) {

    static Column of(String name) {
      return new Column(name, false);
    }

    static Column number(String name) {
      return new Column(name, true);
    }
  }

  private final StringBuilder out = new StringBuilder(16_384);
  private final ZoneId zone;

  Markup(ZoneId zone) {
    this.zone = zone;
  }

  /** Tags. */
  Markup tags(String html) {
    out.append(html);
    return this;
  }

  /** A text, in which no mail program finds an address to make a link of. */
  Markup text(String text) {
    out.append(Html.text(text).replace("://", ":<wbr>//"));
    return this;
  }

  Markup number(long value) {
    return text(String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f'));
  }

  /** A time by the clock of the report's zone. */
  Markup time(JsonObject json, String name) {
    return text(TIME.format(Members.time(json, name).atZone(zone)));
  }

  Markup badge(String kind) {
    return tags("<span class=\"badge b-").text(kind).tags("\">").text(kind).tags("</span>");
  }

  Markup heading(String text) {
    return tags("<h2>").text(text).tags("</h2>\n");
  }

  Markup muted(String text) {
    return tags("<p class=\"muted\">").text(text).tags("</p>\n");
  }

  void beginTable(List<Column> columns) {
    tags("<table><thead><tr>");
    for (Column column : columns) {
      tags(column.numeric() ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
          .text(column.name())
          .tags("</th>");
    }
    tags("</tr></thead><tbody>\n");
  }

  /** Begins a cell; its end need not be written. */
  Markup cell(Column column) {
    return tags("<td data-l=\"")
        .text(column.name())
        .tags(column.numeric() ? "\" class=\"n\">" : "\">");
  }

  void endTable() {
    tags("</tbody></table>\n");
  }

  /** Says how many of a list are not shown. */
  void leftOut(long more, String what) {
    if (more > 0) {
      tags("<p class=\"muted\">and ").number(more).tags(" ").text(what).tags("</p>\n");
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
