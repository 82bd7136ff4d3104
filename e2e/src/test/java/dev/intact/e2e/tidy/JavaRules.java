package dev.intact.e2e.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Rules for one Java source, read by the JDK's own parser. */
final class JavaRules {

  static final int MAX_FILE = 500;
  static final int MAX_FUNCTION = 70;

  /** Calls by how they are written, … for arguments, and what to do instead. */
  private static final Map<Pattern, String> CALLS =
      Map.of(
          Pattern.compile("Thread\\.sleep\\(…\\)"),
          "wait for what happens: a latch, a condition, a queue",
          Pattern.compile(".*\\.getBytes\\(\\)"),
          "name the charset",
          Pattern.compile(".*\\.to(Lower|Upper)Case\\(\\)"),
          "name the locale",
          Pattern.compile(".*\\.printStackTrace\\(\\)"),
          "report it, or throw it on",
          Pattern.compile(".*\\.parallelStream\\(\\)"),
          "use threads that are bounded and end",
          Pattern.compile("(System|Runtime\\.getRuntime\\(\\))\\.exit\\(…\\)"),
          "return the exit code; only a main method exits");

  private static final Pattern IMPORTS =
      Pattern.compile(
          "org\\.mockito\\..*|org\\.junit\\.jupiter\\.api\\."
              + "(Disabled|RepeatedTest|Timeout|TestMethodOrder|MethodOrderer.*)");

  private final String name;
  private final String text;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;

  JavaRules(String name, String text) throws IOException {
    this.name = name;
    this.text = text;
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, null, null, null, List.of(new Source(name, text)));
    unit = task.parse().iterator().next();
    positions = Trees.instance(task).getSourcePositions();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  List<String> tooLong() {
    List<String> found = new ArrayList<>();
    long lines = text.lines().count();
    if (lines > MAX_FILE) {
      found.add(name + ":" + lines + ": the file has " + lines + " lines, more than " + MAX_FILE);
    }
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        long length = lines(method) - tableLines(method);
        if (length > MAX_FUNCTION) {
          found.add(
              name
                  + ":"
                  + line(method)
                  + ": "
                  + method.getName()
                  + " has "
                  + length
                  + " lines, more than "
                  + MAX_FUNCTION);
        }
        return super.visitMethod(method, unused);
      }
    }.scan(unit, null);
    return found;
  }

  private long lines(Tree tree) {
    return line(positions.getEndPosition(unit, tree)) - line(tree) + 1;
  }

  /** A table of a test's cases is one statement, not a long function. */
  private long tableLines(MethodTree method) {
    if (!name.contains("src/test/") || method.getBody() == null) {
      return 0;
    }
    return method.getBody().getStatements().stream()
        .filter(s -> s.toString().matches("(?s)return (List|Stream)\\.of\\(.*"))
        .mapToLong(this::lines)
        .sum();
  }

  /** Benchmarks pace and sample, and may sleep for it. */
  List<String> bannedCalls() {
    List<String> found = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void unused) {
        String written = call.getMethodSelect() + (call.getArguments().isEmpty() ? "()" : "(…)");
        CALLS.forEach((pattern, instead) -> {
          if (pattern.matcher(written).matches() && !allowed(written)) {
            found.add(name + ":" + line(call) + ": " + written + ": " + instead);
          }
        });
        return super.visitMethodInvocation(call, unused);
      }

      @Override
      public @Nullable Void visitImport(ImportTree tree, @Nullable Void unused) {
        String imported = tree.getQualifiedIdentifier().toString();
        if (IMPORTS.matcher(imported).matches()) {
          found.add(
              name
                  + ":"
                  + line(tree)
                  + ": "
                  + imported
                  + ": tests run as they are, in any order, once");
        }
        return super.visitImport(tree, unused);
      }
    }.scan(unit, null);
    return found;
  }

  private boolean allowed(String call) {
    return (call.startsWith("Thread.sleep") && name.startsWith("bench/"))
        || (call.startsWith("System.exit") && name.endsWith("Main.java"));
  }

  private long line(Tree tree) {
    return line(positions.getStartPosition(unit, tree));
  }

  private long line(long position) {
    return unit.getLineMap().getLineNumber(position);
  }
}
