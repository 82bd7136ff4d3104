package dev.intact.files.manifest;

import dev.intact.files.explain.PathReader;
import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.StateReader;
import dev.intact.finding.Coverage;
import dev.intact.finding.Finding;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** Compares a list of files with what is on disk. Used by one thread. */
public final class ManifestCheck {

  private static final int MAX_FINDINGS = 10_000;
  private static final Set<Field> CONTENT = EnumSet.of(Field.HASH, Field.SIZE, Field.TARGET);

  private final ByteString root;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private long established;

  private ManifestCheck(ByteString root) {
    this.root = root;
  }

  /**
   * What came of it.
   *
   * @param findings the first of them, in the order of the list
   * @param counts all of them by verdict
   * @param coverage of how many files of the list the state was established
   */
  public record Result(List<Finding> findings, Map<Verdict, Long> counts, Coverage coverage) {}

  /**
   * Compares.
   *
   * @param manifest the list
   * @param root under which paths lie that are not absolute
   * @param progress told how many more files are done
   * @return the findings
   * @throws ManifestException if a path leads out of the root
   * @throws IOException if files cannot be read so here
   * @throws InterruptedException if the thread was interrupted
   */
  public static Result run(Manifest manifest, ByteString root, LongConsumer progress)
      throws ManifestException, IOException, InterruptedException {
    ManifestCheck check = new ManifestCheck(root);
    Set<ByteString> listed = new HashSet<>();
    List<ByteString> paths = new ArrayList<>();
    for (Manifest.Entry entry : manifest.entries()) {
      ByteString path = check.absolute(entry);
      paths.add(path);
      listed.add(path);
    }
    try (StateReader reader = StateReader.open();
        PathReader names = PathReader.open()) {
      for (int i = 0; i < paths.size(); i++) {
        Manifest.Entry entry = manifest.entries().get(i);
        check.compare(entry, paths.get(i), reader.read(paths.get(i)));
        if (entry.whole()) {
          check.extras(paths.get(i), names, listed);
        }
        progress.accept(1);
      }
    }
    return new Result(
        List.copyOf(check.findings),
        Map.copyOf(check.counts),
        new Coverage(check.established, paths.size()));
  }

  private ByteString absolute(Manifest.Entry entry) throws ManifestException {
    byte[] path = entry.path().toBytes();
    ByteString whole = path.length > 0 && path[0] == '/' ? entry.path() : join(root, path);
    String text = whole.display();
    if (text.contains("/../") || text.endsWith("/..")) {
      throw new ManifestException(entry.line(), "the path leads out: " + text);
    }
    String plain = text.replaceAll("(/\\.)+(?=/|$)", "").replaceAll("//+", "/");
    String bare =
        plain.length() > 1 && plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    return ByteString.parse(bare.isEmpty() ? "/" : bare);
  }

  private static ByteString join(ByteString directory, byte[] name) {
    byte[] base = directory.toBytes();
    byte[] path = Arrays.copyOf(base, base.length + 1 + name.length);
    path[base.length] = '/';
    System.arraycopy(name, 0, path, base.length + 1, name.length);
    return ByteString.of(path);
  }

  private void add(Verdict verdict, ByteString path, String detail) {
    counts.merge(verdict, 1L, Long::sum);
    if (findings.size() < MAX_FINDINGS) {
      findings.add(Finding.of(verdict, path.display(), detail));
    }
  }

  private void compare(Manifest.Entry entry, ByteString path, StateReader.Read read) {
    String where = "line " + entry.line() + ": ";
    if (read.trouble().isPresent()) {
      add(read.trouble().get().verdict(), path, where + read.trouble().get().detail());
      return;
    }
    established++;
    if (read.state().isEmpty()) {
      if (!entry.optional()) {
        add(Verdict.MISSING, path, where + "listed, and not there");
      }
      return;
    }
    FileState state = read.state().get();
    Optional<String> type = entry.type().filter(t -> !t.equals(state.kind().toString()));
    if (type.isPresent()) {
      add(
          Verdict.CONTENT_TAMPERED,
          path,
          where + "listed as a " + type.get() + ", and it is a " + state.kind());
      return;
    }
    List<String> different = new ArrayList<>();
    boolean content = false;
    for (Field field : Field.values()) {
      String wanted = entry.facts().get(field);
      if (wanted != null && !state.value(field).equals(Optional.of(wanted))) {
        different.add(field + " " + wanted + " → " + state.value(field).orElse("none"));
        content |= CONTENT.contains(field);
      }
    }
    if (!different.isEmpty()) {
      add(
          content ? Verdict.CONTENT_TAMPERED : Verdict.ATTRIBUTES_CHANGED,
          path,
          where + String.join("; ", different));
    }
  }

  private void extras(ByteString directory, PathReader reader, Set<ByteString> listed) {
    try {
      for (ByteString name : reader.names(directory)) {
        byte[] base = directory.length() == 1 ? new byte[0] : directory.toBytes();
        ByteString path = join(ByteString.of(base), name.toBytes());
        if (!listed.contains(path)) {
          add(Verdict.ADDED, path, "lies in a directory of the list, and is not in the list");
        }
      }
    } catch (IOException e) {
      // What is no directory, or cannot be listed, was reported with its own line.
    }
  }
}
