package dev.intact.files;

import dev.intact.files.scan.ByteString;
import dev.intact.files.scan.Field;
import dev.intact.files.scan.FileState;
import dev.intact.files.scan.Kind;
import dev.intact.files.scan.Observed;
import dev.intact.files.scan.StateFormatException;
import dev.intact.finding.Verdict;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something seen, and what it means taken alone.
 *
 * @param observed as it was seen
 * @param before its state as it should be
 * @param after its state as it is
 * @param comparison of both, if there are both
 * @param verdict what it is
 */
record Sight(
    Observed observed,
    Optional<FileState> before,
    Optional<FileState> after,
    Optional<Comparison> comparison,
    Verdict verdict) {

  static Sight of(Observed observed) throws IOException {
    Optional<FileState> before = read(observed.before());
    Optional<FileState> after = read(observed.after());
    Optional<Comparison> comparison =
        before.isPresent() && after.isPresent()
            ? Optional.of(Comparison.of(before.get(), after.get()))
            : Optional.empty();
    Verdict verdict =
        observed.trouble().isPresent()
            ? observed.trouble().get().verdict()
            : comparison.isPresent()
                ? comparison.get().verdict()
                : after.isPresent() ? Verdict.ADDED : Verdict.MISSING;
    return new Sight(observed, before, after, comparison, verdict);
  }

  private static Optional<FileState> read(Optional<ByteString> state) throws IOException {
    if (state.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileState.read(state.get().toBytes()));
    } catch (StateFormatException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  ByteString path() {
    return observed.path();
  }

  /** What is different, if both states are established. */
  Optional<Comparison> compared() {
    return observed.trouble().isPresent() ? Optional.empty() : comparison;
  }

  boolean isDirectory() {
    return after.isPresent() && after.get().kind() == Kind.DIRECTORY;
  }

  /** Whether it is a directory of which nothing but the times is different. */
  boolean isTimeOnlyDirectory() {
    return isDirectory() && compared().filter(Comparison::isTimeOnly).isPresent();
  }

  /**
   * Whether the name came, went, or is that of another file than it was: also one that was given
   * the number of the old one, as far as that shows.
   */
  boolean isOtherEntry() {
    return before.isEmpty()
        || after.isEmpty()
        || before.get().kind() != after.get().kind()
        || Stream.of(Field.INODE, Field.TARGET, Field.SPECIAL)
            .anyMatch(f -> !before.get().value(f).equals(after.get().value(f)));
  }

  /** The same file under whatever name: its inode, with the content that it has. */
  static Optional<String> identity(FileState state) {
    Optional<String> content =
        state.kind() == Kind.LINK ? state.value(Field.TARGET) : state.value(Field.HASH);
    boolean known = state.kind() != Kind.REGULAR || content.isPresent();
    return known
        ? state
            .value(Field.INODE)
            .map(inode -> state.kind() + " " + inode + " " + content.orElse(""))
        : Optional.empty();
  }
}
