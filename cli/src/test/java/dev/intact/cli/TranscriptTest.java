package dev.intact.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command line says what its transcripts say. */
final class TranscriptTest {

  static List<String> transcripts() throws Exception {
    Path folder = Path.of(TranscriptTest.class.getResource("/transcripts").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).filter(n -> n.endsWith(".txt")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void theCommandLineSaysWhatTheTranscriptSays(String file, @TempDir Path directory)
      throws Exception {
    try (Transcript transcript = new Transcript(directory)) {
      transcript.run(Path.of(file));
    }
  }
}
