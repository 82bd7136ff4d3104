package dev.intact.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.intact.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 8785: its authors' documents, and cases of our own where they are absent. */
final class JcsVectorsTest {

  @Test
  void everyPublishedDocumentHasItsPublishedForm() throws Exception {
    Path dir = Vectors.require("jcs");
    int seen = 0;
    try (Stream<Path> inputs = Files.list(dir.resolve("input"))) {
      for (Path input : inputs.toList()) {
        String name = input.getFileName().toString();
        byte[] canonical = Json.canonicalize(Files.readAllBytes(input), JsonLimits.ECMA);
        assertThat(canonical)
            .as(name)
            .isEqualTo(Files.readAllBytes(dir.resolve("output").resolve(name)));
        String hex = Files.readString(dir.resolve("outhex").resolve(name.replace("json", "txt")));
        assertThat(canonical)
            .as(name)
            .isEqualTo(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
        assertThat(Json.canonicalize(canonical, JsonLimits.ECMA)).as(name).isEqualTo(canonical);
        seen++;
      }
    }
    assertThat(seen).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{ } | {}",
        "[ ] | []",
        " true | true",
        "null | null",
        "\"\\u0041\\/\" | \"A/\"",
        "{\"b\":1,\"a\":[2 , 1]} | {\"a\":[2,1],\"b\":1}",
        "{\"b\":1,\"\":2,\"B\":3} | {\"\":2,\"B\":3,\"b\":1}",
        "{\"10\":1,\"9\":2,\"1\":3} | {\"1\":3,\"10\":1,\"9\":2}",
        "{\"a\":{\"z\":1,\"y\":2}} | {\"a\":{\"y\":2,\"z\":1}}",
        "[1.0,1e2,0.50,-2.5E-3,100e-2] | [1,100,0.5,-0.0025,1]",
        "\"\\u000a\\u0009\\u0008\\u000c\\u000d\\u0000\\u001F\\u007f\" "
            + "| \"\\n\\t\\b\\f\\r\\u0000\\u001f\u007f\"",
        "\"\\u20ac\\ud83d\\ude00\" | \"\u20ac\ud83d\ude00\"",
        // By UTF-16 units a surrogate pair comes before U+FB33; by code points or bytes it does not
        "{\"\ufb33\":1,\"\ud83d\ude00\":2} | {\"\ud83d\ude00\":2,\"\ufb33\":1}",
        // No normalisation: a letter with its accent is not the accented letter
        "{\"e\u0301\":1,\"\u00e9\":2} | {\"e\u0301\":1,\"\u00e9\":2}",
      })
  void ourOwnDocumentsHaveTheirForm(String input, String canonical) throws Exception {
    JsonValue value = Json.parse(input.getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT);
    assertThat(Json.text(value)).isEqualTo(canonical);
    assertThat(Json.parse(Json.canonical(value), JsonLimits.STRICT)).isEqualTo(value);
    assertThat(Json.parse(Json.pretty(value).getBytes(StandardCharsets.UTF_8), JsonLimits.STRICT))
        .isEqualTo(value);
  }
}
