package dev.intact.e2e.tidy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the project's POMs name. */
final class Poms {

  /** A library or plugin; its version is empty where the parent gives it. */
  record Artifact(String group, String name, Optional<String> version, boolean plugin) {}

  private final Map<String, String> properties = new HashMap<>();
  private final List<Artifact> artifacts = new ArrayList<>();
  private final List<String> modules = new ArrayList<>();

  Poms() throws IOException {
    read(Path.of("pom.xml"));
    for (Path file : House.files("/pom.xml")) {
      read(file);
    }
  }

  private void read(Path file) throws IOException {
    Element project = parse(House.ROOT.resolve(file));
    elements(project, "properties")
        .forEach(p ->
            elements(p, "*")
                .forEach(e -> properties.putIfAbsent(e.getTagName(), e.getTextContent())));
    elements(project, "module").forEach(m -> modules.add(m.getTextContent()));
    for (String kind : List.of("dependency", "path", "plugin", "artifactItem")) {
      for (Element element : elements(project, kind)) {
        boolean plugin = kind.equals("plugin");
        child(element, "artifactId")
            .ifPresent(name ->
                artifacts.add(
                    new Artifact(
                        child(element, "groupId").orElse("org.apache.maven.plugins"),
                        name,
                        child(element, "version"),
                        plugin)));
      }
    }
  }

  private static Element parse(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " is not XML", e);
    }
  }

  private static List<Element> elements(Element in, String name) {
    NodeList nodes = in.getElementsByTagName(name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private Optional<String> child(Element of, String name) {
    for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        String text = element.getTextContent();
        return Optional.of(
            text.startsWith("${")
                ? properties.getOrDefault(text.substring(2, text.length() - 1), text)
                : text);
      }
    }
    return Optional.empty();
  }

  List<String> modules() {
    return List.copyOf(modules);
  }

  /** Everything that is not ours and has a version. */
  List<Artifact> pinned() {
    return artifacts.stream()
        .filter(a -> !a.group().equals("dev.intact") && a.version().isPresent())
        .distinct()
        .toList();
  }

  boolean names(String group, String name) {
    return artifacts.stream().anyMatch(a -> a.group().equals(group) && a.name().equals(name));
  }
}
