package dev.intact.monitor.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a YAML file that knows where it stands, so that every complaint can say so. Objects
 * are never built, only text, lists and maps; what was not asked for is refused.
 */
final class Yaml {

  private static final int MAX_CHARACTERS = 1 << 20;
  private static final Set<Tag> SCALARS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);

  private final String file;
  private final String path;
  private final Node node;

  private Yaml(String file, String path, Node node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** The document of a file. */
  static Yaml parse(String file, String text) throws ConfigException {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(0)
            .setAllowRecursiveKeys(false)
            .build();
    try {
      Node node =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new ConfigException(file + ": the file is empty"));
      return new Yaml(file, "", node);
    } catch (MarkedYamlEngineException e) {
      String where =
          e.getProblemMark()
              .map(m -> file + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
              .orElse(file);
      throw new ConfigException(where + ": no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ConfigException(file + ": no YAML: " + e.getMessage());
    }
  }

  ConfigException wrong(String what) {
    String where =
        node.getStartMark()
            .map(m -> file + ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1))
            .orElse(file);
    return new ConfigException(where + ": " + (path.isEmpty() ? "" : path + ": ") + what);
  }

  /** The members of a map; any that is not allowed, or stands twice, is refused. */
  Members members(String... allowed) throws ConfigException {
    Set<String> names = Set.of(allowed);
    Map<String, Yaml> members = new LinkedHashMap<>();
    for (Yaml.Entry entry : entries()) {
      if (!names.contains(entry.name())) {
        throw entry.value().wrong("not known here; known are " + String.join(", ", allowed));
      }
      members.put(entry.name(), entry.value());
    }
    return new Members(this, members);
  }

  /** A member with its name. */
  record Entry(String name, Yaml value) {}

  List<Entry> entries() throws ConfigException {
    if (!(node instanceof MappingNode map)) {
      throw wrong("a map of names and values is needed");
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : map.getValue()) {
      Yaml key = new Yaml(file, path, tuple.getKeyNode());
      String name = key.text();
      Yaml value = new Yaml(file, path.isEmpty() ? name : path + "." + name, tuple.getValueNode());
      if (!seen.add(name)) {
        throw key.wrong(name + " stands here twice");
      }
      entries.add(new Entry(name, value));
    }
    return entries;
  }

  List<Yaml> list() throws ConfigException {
    if (!(node instanceof SequenceNode sequence)) {
      throw wrong("a list is needed");
    }
    List<Yaml> list = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      list.add(new Yaml(file, path + "[" + list.size() + "]", element));
    }
    return list;
  }

  String text() throws ConfigException {
    String text = scalar(Tag.STR, "a text is needed, in quotes where it looks like a number");
    if (text.isBlank()) {
      throw wrong("a value is needed");
    }
    return text;
  }

  /** A value of this kind, not merely one that looks like it. */
  private String scalar(Tag tag, String needed) throws ConfigException {
    if (!(node instanceof ScalarNode scalar) || !SCALARS.contains(scalar.getTag())) {
      throw wrong("a single value is needed");
    }
    if (scalar.getTag().equals(Tag.NULL)) {
      throw wrong("a value is needed");
    }
    if (!scalar.getTag().equals(tag)) {
      throw wrong(needed);
    }
    return scalar.getValue();
  }

  List<String> texts() throws ConfigException {
    List<String> texts = new ArrayList<>();
    for (Yaml one : list()) {
      texts.add(one.text());
    }
    return texts;
  }

  long number(long min, long max) throws ConfigException {
    String needed = "a whole number from " + min + " to " + max + " is needed";
    String text = scalar(Tag.INT, needed);
    if (text.matches("[0-9]{1,15}")) {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    }
    throw wrong(needed);
  }

  /** Whether it has members, and is no text or list. */
  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean flag() throws ConfigException {
    String needed = "true or false is needed";
    return switch (scalar(Tag.BOOL, needed)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(needed);
    };
  }

  /** Members by name. */
  record Members(Yaml whole, Map<String, Yaml> byName) {

    Optional<Yaml> get(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    Yaml need(String name) throws ConfigException {
      Yaml value = byName.get(name);
      if (value == null) {
        throw whole.wrong(name + " is needed");
      }
      return value;
    }

    String text(String name, String absent) throws ConfigException {
      Yaml value = byName.get(name);
      return value == null ? absent : value.text();
    }

    boolean flag(String name, boolean absent) throws ConfigException {
      Yaml value = byName.get(name);
      return value == null ? absent : value.flag();
    }

    long number(String name, long absent, long min, long max) throws ConfigException {
      Yaml value = byName.get(name);
      return value == null ? absent : value.number(min, max);
    }

    List<String> texts(String name) throws ConfigException {
      Yaml value = byName.get(name);
      return value == null ? List.of() : value.texts();
    }

    List<Yaml> list(String name) throws ConfigException {
      Yaml value = byName.get(name);
      return value == null ? List.of() : value.list();
    }
  }
}
