package dev.intact.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.intact.json.Json;
import dev.intact.json.JsonLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Python 3's own output, written here once and, where there is a Python, asked for again. */
final class PythonJsonTest {

  private static String dumps(String json, String... without) throws Exception {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Json.parse(bytes, JsonLimits.ECMA);
    return new String(PythonJson.dumps(bytes, List.of(without)), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "1e-7, 1e-07",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1e15, 1000000000000000.0",
    "1e16, 1e+16",
    "123456789012345680.0, 1.2345678901234568e+17",
    "1.0, 1.0",
    "1000, 1000",
    "-0.0, -0.0",
    "-0, 0",
    "5e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "9007199254740993, 9007199254740993",
    "123456789012345678901234567890, 123456789012345678901234567890",
    "0.1, 0.1",
    "100E-2, 1.0"
  })
  void numbersAreWrittenAsPythonWritesThem(String json, String python) throws Exception {
    assertThat(dumps(json)).isEqualTo(python);
  }

  @Test
  void namesAreSortedByCodePointAndNotByCodeUnit() throws Exception {
    assertThat(dumps("{\"\\ud83d\\ude00\":1,\"\\uff5e\":2,\"b\":3,\"a\":4}"))
        .isEqualTo("{\"a\": 4, \"b\": 3, \"\\uff5e\": 2, \"\\ud83d\\ude00\": 1}");
  }

  @Test
  void everythingOutsidePrintableAsciiIsEscaped() throws Exception {
    assertThat(dumps("\"\\u0000\\b\\f\\n\\r\\t\\u007f\\/\\\"\\\\é€😀\""))
        .isEqualTo("\"\\u0000\\b\\f\\n\\r\\t\\u007f/\\\"\\\\\\u00e9\\u20ac\\ud83d\\ude00\"");
  }

  @Test
  void onlyTheMemberAtThePathIsLeftOut() throws Exception {
    assertThat(
            dumps(
                "{ \"hash\" : 1 , \"integrity\":{\"by\":\"x\",\"hash\":\"2\"},\"o\":[{\"integrity\":{\"hash\":3}}]}",
                "integrity",
                "hash"))
        .isEqualTo(
            "{\"hash\": 1, \"integrity\": {\"by\": \"x\"}, \"o\": [{\"integrity\": {\"hash\": 3}}]}");
  }

  @Test
  void agreesWithPythonOnGeneratedDocuments() throws Exception {
    List<String> documents = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 3000; i++) {
      documents.add(value(random, 4));
    }
    List<String> python = python(documents);
    for (int i = 0; i < documents.size(); i++) {
      assertThat(dumps(documents.get(i))).as(documents.get(i)).isEqualTo(python.get(i));
    }
  }

  private static List<String> python(List<String> documents) throws IOException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "python3",
                  "-c",
                  "import sys,json\nfor l in sys.stdin.buffer:\n  print(json.dumps(json.loads(l),sort_keys=True,default=str))")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      System.err.println("SKIPPED: there is no python3 to compare with");
      assumeTrue(false, "there is no python3 to compare with");
      throw e;
    }
    Thread writer =
        Thread.ofVirtual()
            .start(() -> {
              try (OutputStream out = process.getOutputStream()) {
                out.write((String.join("\n", documents) + "\n").getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      List<String> lines = in.lines().toList();
      writer.join();
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0 -> random.nextBoolean() ? "true" : "null";
      case 1 -> Long.toString(random.nextLong() >> random.nextInt(63));
      case 2 -> number(random);
      case 3 -> Double.toString(random.nextInt(1000) / 100.0);
      case 4, 5 -> Json.text(new dev.intact.json.JsonString(text(random)));
      case 6 -> {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          items.add(value(random, depth - 1));
        }
        yield "[" + String.join(random.nextBoolean() ? "," : " , ", items) + "]";
      }
      default -> {
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          items.add(
              Json.text(new dev.intact.json.JsonString(i + text(random)))
                  + (random.nextBoolean() ? ":" : " : ")
                  + value(random, depth - 1));
        }
        yield "{" + String.join(",", items) + "}";
      }
    };
  }

  private static String number(SplittableRandom random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? Double.toString(value) : "0.5";
  }

  private static String text(SplittableRandom random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int bits = random.nextInt(1, 21);
      int c = random.nextInt(Math.min(1 << bits, 0x110000));
      out.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : c);
    }
    return out.toString();
  }
}
