package dev.intact.json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The one JSON of the product: strict in what it reads (RFC 8259; RFC 7493 but for its ban on
 * noncharacters such as U+FFFE, which Unicode's Corrigendum 9 lets be interchanged and which
 * collide with nothing), canonical in what it writes (RFC 8785).
 *
 * <p>Whatever it reads under {@link JsonLimits#STRICT} has exactly one canonical form, and two
 * documents with different values never share one. Stateless.
 */
public final class Json {

  private Json() {}

  /**
   * Reads a document.
   *
   * @param utf8 its bytes
   * @param limits how much it may hold
   * @return its value
   * @throws JsonException if it is not JSON or beyond the limits; says why and where
   */
  public static JsonValue parse(byte[] utf8, JsonLimits limits) throws JsonException {
    return parse(utf8, 0, utf8.length, limits);
  }

  /**
   * Reads a document that is part of an array.
   *
   * @param utf8 the array
   * @param offset where it begins
   * @param length its bytes
   * @param limits how much it may hold
   * @return its value
   * @throws JsonException if it is not JSON or beyond the limits; positions count from {@code
   *     offset}
   */
  public static JsonValue parse(byte[] utf8, int offset, int length, JsonLimits limits)
      throws JsonException {
    return new JsonParser(utf8, offset, length, limits).parse();
  }

  /**
   * The canonical form (RFC 8785).
   *
   * @param value what to write
   * @return UTF-8 without any white space
   */
  public static byte[] canonical(JsonValue value) {
    return new CanonicalWriter().write(value).toBytes();
  }

  /**
   * Reads a document and writes its canonical form, for most documents without building values in
   * between: several times as fast as {@link #parse} and {@link #canonical}, with the same result.
   *
   * @param utf8 its bytes
   * @param limits how much it may hold
   * @return the canonical form
   * @throws JsonException if it is not JSON or beyond the limits
   */
  public static byte[] canonicalize(byte[] utf8, JsonLimits limits) throws JsonException {
    Optional<byte[]> plain = PlainCanonicalizer.canonical(utf8, limits);
    return plain.isPresent() ? plain.get() : canonical(parse(utf8, limits));
  }

  /**
   * The canonical form as text.
   *
   * @param value what to write
   * @return the text
   */
  public static String text(JsonValue value) {
    return new String(canonical(value), StandardCharsets.UTF_8);
  }

  /**
   * A form for people: indented by two spaces, members in canonical order.
   *
   * @param value what to write
   * @return the text, without a newline at its end
   */
  public static String pretty(JsonValue value) {
    StringBuilder out = new StringBuilder();
    PrettyWriter.write(value, "", out);
    return out.toString();
  }
}
