package dev.intact.monitor.receive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A parser of RFC 5424 that takes nothing but what its grammar (section 6) says. */
public final class Syslogs {

  private static final Pattern HEADER =
      Pattern.compile(
          "<(0|[1-9][0-9]{0,2})>1 "
              + "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,6})?Z) "
              + "([\\x21-\\x7e]{1,255}) ([\\x21-\\x7e]{1,48}) ([\\x21-\\x7e]{1,128})"
              + " ([\\x21-\\x7e]{1,32}) ");
  private static final Pattern DATA =
      Pattern.compile(
          "\\[([\\x21-\\x7e&&[^=\"\\]]]{1,32})((?: [\\x21-\\x7e&&[^=\"\\]]]{1,32}="
              + "\"(?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")*)\\]");
  private static final Pattern PARAMETER =
      Pattern.compile(" ([^=]+)=\"((?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*)\"");

  private Syslogs() {}

  /** One message. */
  public record Parsed(
      int priority,
      String time,
      String host,
      String application,
      String messageId,
      String dataId,
      Map<String, String> data,
      String text) {}

  /** A frame, or an exception that says what is no syslog. */
  public static Parsed parse(byte[] frame) throws CharacterCodingException {
    String whole = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(frame)).toString();
    Matcher header = HEADER.matcher(whole);
    require(header.lookingAt(), whole);
    require(Integer.parseInt(header.group(1)) <= 191, whole);
    Matcher data = DATA.matcher(whole).region(header.end(), whole.length());
    require(data.lookingAt(), whole);
    Map<String, String> parameters = new TreeMap<>();
    Matcher parameter = PARAMETER.matcher(data.group(2));
    while (parameter.find()) {
      parameters.put(parameter.group(1), parameter.group(2).replaceAll("\\\\(.)", "$1"));
    }
    String rest = whole.substring(data.end());
    require(rest.startsWith(" \ufeff"), whole);
    return new Parsed(
        Integer.parseInt(header.group(1)),
        header.group(2),
        header.group(3),
        header.group(4),
        header.group(6),
        data.group(1),
        parameters,
        rest.substring(2));
  }

  /** The one frame of a stream with octet counting. */
  public static byte[] frame(byte[] stream) {
    int space = 0;
    while (stream[space] != ' ') {
      space++;
    }
    int length = Integer.parseInt(new String(stream, 0, space, StandardCharsets.US_ASCII));
    require(stream.length == space + 1 + length, "octets: " + length);
    return Arrays.copyOfRange(stream, space + 1, stream.length);
  }

  private static void require(boolean good, String whole) {
    if (!good) {
      throw new IllegalArgumentException("no syslog: " + whole);
    }
  }
}
