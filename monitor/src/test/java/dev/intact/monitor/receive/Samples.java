package dev.intact.monitor.receive;

import dev.intact.finding.Finding;
import dev.intact.monitor.alert.AlertBook;
import dev.intact.monitor.alert.Change;
import dev.intact.monitor.alert.Reports;
import dev.intact.monitor.alert.Target;
import dev.intact.monitor.alert.Thresholds;
import dev.intact.monitor.message.Message;
import dev.intact.monitor.message.Messages;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Messages as monitoring makes them. */
public final class Samples {

  public static final Instant AT = Instant.parse("2026-03-02T12:00:00Z");
  public static final Target TARGET = new Target("etc", "files", "etc");

  /** Names that mean something else somewhere. */
  public static final List<String> HOSTILE =
      List.of(
          "/etc/<script>alert(1)</script>",
          "/etc/<!channel> <https://evil.example|click> &amp;",
          "/etc/x\r\nBcc: everybody@evil.example\r\n\r\nbody",
          "/etc/\u001b[31mred\u0007\u0000",
          "/etc/\u202egnp.exe",
          "/etc/a\"]b\\c ]",
          "=cmd|'/c calc'!A1",
          "/etc/line\u2028end\u0085",
          "/etc/caf\ud800");

  private Samples() {}

  /** That these files were changed. */
  public static Message opened(String... paths) {
    return Messages.of("msg-0123456789abcdef0123", openedChange(TARGET, paths), "web-1");
  }

  public static Message hostile() {
    return opened(HOSTILE.toArray(String[]::new));
  }

  public static Change openedChange(Target target, String... paths) {
    AlertBook book = new AlertBook();
    return book.checked(
            target,
            Reports.of(
                Arrays.stream(paths)
                    .map(p -> Reports.changed(p, "aa", "bb"))
                    .toArray(Finding[]::new)),
            Thresholds.of(target.kind()),
            AT)
        .getFirst();
  }

  /** The end of what {@link #opened} told of. */
  public static Message resolved(String... paths) {
    AlertBook book = new AlertBook();
    book.apply(openedChange(TARGET, paths));
    Change over =
        book.checked(TARGET, Reports.of(), Thresholds.of("files"), AT.plusSeconds(900)).getFirst();
    return Messages.of("msg-0123456789abcdef0124", over, "web-1");
  }
}
