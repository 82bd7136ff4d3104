package dev.intact.monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide shows is a configuration, and shows every channel that there is. */
final class ChannelsGuideTest {

  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final Pattern TYPE = Pattern.compile("type: (\\w+)");

  @Test
  void everyExampleIsAConfigurationAndEveryChannelHasOne() throws Exception {
    Path guide = Path.of(System.getProperty("intact.root", ".."), "docs", "guide", "channels.md");
    Matcher block = BLOCK.matcher(Files.readString(guide));
    Set<String> types = new TreeSet<>();
    while (block.find()) {
      ConfigReader.read("channels.md", block.group(1), Defaults.none(ZoneOffset.UTC));
      Matcher type = TYPE.matcher(block.group(1));
      while (type.find()) {
        types.add(type.group(1));
      }
    }
    assertThat(types)
        .containsExactly(
            "alertmanager", "console", "email", "file", "pagerduty", "slack", "syslog", "webhook");
  }
}
