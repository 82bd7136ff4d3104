package dev.intact.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.intact.json.JsonException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the parser refuses, and that it says why and at which byte. */
final class RefusalsTest {

  private static final JsonLimits SMALL = new JsonLimits(64, 3, 5, JsonLimits.Numbers.EXACT);

  /** Text, reason, offset. {@code <hh>} stands for a byte. */
  static Stream<Arguments> documents() {
    return Stream.of(
        arguments("", Reason.TRUNCATED, 0),
        arguments("  \n", Reason.TRUNCATED, 3),
        arguments("<ef><bb><bf>{}", Reason.INVALID_UTF8, 0),
        arguments("<fe><ff>", Reason.SYNTAX, 0),
        arguments("{}x", Reason.TRAILING, 2),
        arguments("{} {}", Reason.TRAILING, 3),
        arguments("1,", Reason.TRAILING, 1),
        arguments("[]<00>", Reason.TRAILING, 2),
        // grammar
        arguments("{a:1}", Reason.SYNTAX, 1),
        arguments("{'a':1}", Reason.SYNTAX, 1),
        arguments("{\"a\" 1}", Reason.SYNTAX, 5),
        arguments("{\"a\":1,}", Reason.SYNTAX, 7),
        arguments("{,}", Reason.SYNTAX, 1),
        arguments("{\"a\":}", Reason.SYNTAX, 5),
        arguments("[1,]", Reason.SYNTAX, 3),
        arguments("[,1]", Reason.SYNTAX, 1),
        arguments("[1 2]", Reason.SYNTAX, 3),
        arguments("[1}", Reason.SYNTAX, 2),
        arguments("[/**/1]", Reason.SYNTAX, 1),
        arguments("True", Reason.SYNTAX, 0),
        arguments("trux", Reason.SYNTAX, 3),
        arguments("NaN", Reason.SYNTAX, 0),
        arguments("Infinity", Reason.SYNTAX, 0),
        arguments("<c2><a0>1", Reason.SYNTAX, 0),
        arguments("<0c>1", Reason.SYNTAX, 0),
        arguments("[", Reason.TRUNCATED, 1),
        arguments("{", Reason.TRUNCATED, 1),
        arguments("{\"a\"", Reason.TRUNCATED, 4),
        arguments("{\"a\":", Reason.TRUNCATED, 5),
        arguments("{\"a\":1", Reason.TRUNCATED, 6),
        arguments("{\"a\":1,", Reason.TRUNCATED, 7),
        arguments("tru", Reason.TRUNCATED, 3),
        arguments("[\"abc", Reason.TRUNCATED, 1),
        arguments("\"a\\", Reason.TRUNCATED, 2),
        arguments("\"\\u12", Reason.TRUNCATED, 1),
        // numbers
        arguments("01", Reason.SYNTAX, 0),
        arguments("-01", Reason.SYNTAX, 1),
        arguments("00", Reason.SYNTAX, 0),
        arguments("+1", Reason.SYNTAX, 0),
        arguments(".5", Reason.SYNTAX, 0),
        arguments("-a", Reason.SYNTAX, 1),
        arguments("1.e1", Reason.SYNTAX, 2),
        arguments("1e+x", Reason.SYNTAX, 3),
        arguments("0x10", Reason.TRAILING, 1),
        arguments("-", Reason.TRUNCATED, 1),
        arguments("1.", Reason.TRUNCATED, 2),
        arguments("1e", Reason.TRUNCATED, 2),
        arguments("[-0]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[-0.0]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[-0e5]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[9007199254740992]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[9007199254740993]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[-9007199254740992]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[1e16]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[0.1000000000000000055511151231257827]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[0.30000000000000001]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[1e-400]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[4.9e-324]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[1e-99999999999]", Reason.NUMBER_LOSES_INFORMATION, 1),
        arguments("[1e400]", Reason.NUMBER_TOO_LARGE, 1),
        arguments("[-1e400]", Reason.NUMBER_TOO_LARGE, 1),
        arguments("[1e99999999999]", Reason.NUMBER_TOO_LARGE, 1),
        // names
        arguments("{\"a\":1,\"a\":1}", Reason.DUPLICATE_KEY, 7),
        arguments("{\"a\":null,\"a\":1}", Reason.DUPLICATE_KEY, 10),
        arguments("{\"a\":1,\"\\u0061\":1}", Reason.DUPLICATE_KEY, 7),
        arguments("{\"\\/\":1,\"/\":1}", Reason.DUPLICATE_KEY, 8),
        arguments("{\"\":1,\"\":1}", Reason.DUPLICATE_KEY, 6),
        arguments("{\"\\u00e9\":1,\"<c3><a9>\":1}", Reason.DUPLICATE_KEY, 12),
        arguments("{\"\\ud83d\\ude00\":1,\"<f0><9f><98><80>\":1}", Reason.DUPLICATE_KEY, 18),
        arguments("[{\"x\":{\"a\":1,\"a\":2}}]", Reason.DUPLICATE_KEY, 13),
        // surrogates
        arguments("\"\\ud800\"", Reason.LONE_SURROGATE, 1),
        arguments("\"\\udc00\"", Reason.LONE_SURROGATE, 1),
        arguments("\"\\ude00\\ud83d\"", Reason.LONE_SURROGATE, 1),
        arguments("\"\\ud83d\\ud83d\"", Reason.LONE_SURROGATE, 1),
        arguments("\"\\ud83dx\"", Reason.LONE_SURROGATE, 1),
        arguments("\"\\ud83d\\n\"", Reason.LONE_SURROGATE, 1),
        arguments("\"\\ud83d\\u0041\"", Reason.LONE_SURROGATE, 1),
        arguments("{\"\\ud800\":1}", Reason.LONE_SURROGATE, 2),
        // strings
        arguments("\"\\x41\"", Reason.SYNTAX, 1),
        arguments("\"\\'\"", Reason.SYNTAX, 1),
        arguments("\"\\U0041\"", Reason.SYNTAX, 1),
        arguments("\"\\u00g0\"", Reason.SYNTAX, 5),
        arguments("\"\\u-001\"", Reason.SYNTAX, 3),
        arguments("\"a<0a>b\"", Reason.CONTROL_CHARACTER, 2),
        arguments("\"<00>\"", Reason.CONTROL_CHARACTER, 1),
        arguments("\"<1f>\"", Reason.CONTROL_CHARACTER, 1),
        // UTF-8
        arguments("\"<80>\"", Reason.INVALID_UTF8, 1),
        arguments("\"a<bf>\"", Reason.INVALID_UTF8, 2),
        arguments("\"<c0><80>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<c1><bf>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<e0><9f><bf>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<f0><8f><bf><bf>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<ed><a0><80>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<ed><bf><bf>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<ed><a0><bd><ed><b8><80>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<f4><90><80><80>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<f5><80><80><80>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<f8><88><80><80><80>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<ff>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<c3>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<e2><82>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<f0><9f><98>\"", Reason.INVALID_UTF8, 1),
        arguments("\"<c3>", Reason.INVALID_UTF8, 1),
        arguments("\"<c3>(\"", Reason.INVALID_UTF8, 1),
        arguments("{\"<ff>\":1}", Reason.INVALID_UTF8, 2));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void saysWhyAndWhere(String text, Reason reason, int offset) {
    byte[] bytes = bytes(text);
    assertThatThrownBy(() -> Json.parse(bytes, JsonLimits.STRICT))
        .isInstanceOfSatisfying(JsonException.class, e -> at(e, reason, offset));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void saysTheSameOfADocumentWithinAnArray(String text, Reason reason, int offset) {
    byte[] document = bytes(text);
    byte[] array = bytes("\"\n\n" + text + "\"]}00");
    assertThatThrownBy(() -> Json.parse(array, 3, document.length, JsonLimits.STRICT))
        .isInstanceOfSatisfying(JsonException.class, e -> at(e, reason, offset));
  }

  static Stream<Arguments> beyondTheLimits() {
    return Stream.of(
        arguments("[[[[]]]]", Reason.TOO_DEEP, 3),
        arguments("{\"a\":{\"a\":{\"a\":{}}}}", Reason.TOO_DEEP, 15),
        arguments("[1,2,3,4,5,6]", Reason.TOO_MANY_MEMBERS, 11),
        arguments("[[1,2],[3],[4]]", Reason.TOO_MANY_MEMBERS, 11),
        arguments("\"" + "a".repeat(63) + "\"", Reason.TOO_LARGE, 0));
  }

  @ParameterizedTest
  @MethodSource("beyondTheLimits")
  void saysWhichLimitIsPassedAndWhere(String text, Reason reason, int offset) {
    assertThatThrownBy(() -> Json.parse(bytes(text), SMALL))
        .isInstanceOfSatisfying(
            JsonException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.offset()).isEqualTo(offset);
            });
    assertThatThrownBy(() -> Json.parse(bytes("xx" + text), 2, text.length(), SMALL))
        .isInstanceOfSatisfying(JsonException.class, e -> assertThat(e.offset()).isEqualTo(offset));
  }

  @Test
  void takesWhatIsExactlyAtTheLimits() throws Exception {
    assertThat(Json.parse(bytes("[[[1]]]"), SMALL)).isNotNull();
    assertThat(Json.parse(bytes("[1,2,3,4,5]"), SMALL)).isNotNull();
    assertThat(Json.parse(bytes("\"" + "a".repeat(62) + "\""), SMALL)).isNotNull();
    assertThat(Json.parse(bytes("[9007199254740991,-9007199254740991]"), JsonLimits.STRICT))
        .isNotNull();
  }

  @Test
  void aMillionBracketsCostAnAnswerAndNoStack() {
    byte[] brackets = bytes("[".repeat(1_000_000));
    assertThatThrownBy(() -> Json.parse(brackets, JsonLimits.STRICT))
        .isInstanceOfSatisfying(JsonException.class, e -> at(e, Reason.TOO_DEEP, 64));
    byte[] deepest = bytes("[".repeat(512) + "]".repeat(512));
    assertThat(parsed(deepest, JsonLimits.STRICT.withMaxDepth(512))).isNotNull();
  }

  private static JsonValue parsed(byte[] bytes, JsonLimits limits) {
    try {
      return Json.parse(bytes, limits);
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void namesLineColumnAndMember() {
    byte[] document = bytes("{\"a\":[1,\n {\"b/c\":01}]}");
    assertThatThrownBy(() -> Json.parse(document, JsonLimits.STRICT))
        .isInstanceOfSatisfying(
            JsonException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isEqualTo(9);
              assertThat(e.pointer()).isEqualTo("/a/1/b~1c");
              assertThat(e).hasMessageContaining("line 2, column 9 (byte 17), in /a/1/b~1c");
            });
  }

  private static void at(JsonException e, Reason reason, int offset) {
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
    assertThat(e.offset()).as(e.getMessage()).isEqualTo(offset);
    assertThat(e.line()).isGreaterThanOrEqualTo(1);
    assertThat(e.column()).isGreaterThanOrEqualTo(1);
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '<') {
        out.write(HexFormat.fromHexDigits(text, at + 1, at + 3));
        at += 4;
      } else {
        int next = text.indexOf('<', at);
        int end = next < 0 ? text.length() : next;
        out.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
        at = end;
      }
    }
    return out.toByteArray();
  }
}
