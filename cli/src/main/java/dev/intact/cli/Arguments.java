package dev.intact.cli;

import dev.intact.files.scan.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was typed. A path is bytes, Java's arguments are text: bytes that are no UTF-8 are carried
 * through it as the surrogates U+DC80 to U+DCFF, which no text has alone.
 */
final class Arguments {

  private static final Path TYPED = Path.of("/proc/self/cmdline");
  private static final Pattern RATE = Pattern.compile("([0-9]{1,15})([KMG]?)");
  private static final int FIRST = 0xdc00;

  private Arguments() {}

  /**
   * The arguments with nothing lost: Java decodes them by the locale, and replaces what it cannot.
   *
   * @param args as Java gives them
   * @return the same, from the kernel's own list if some are not ASCII
   */
  static String[] whole(String[] args) {
    if (String.join("", args).chars().allMatch(c -> c < 0x7f) || !Files.isReadable(TYPED)) {
      return args;
    }
    try (InputStream in = Files.newInputStream(TYPED)) {
      return last(args, in.readAllBytes());
    } catch (IOException e) {
      return args;
    }
  }

  /** The last of the arguments in a list of the kernel, if those are the ones meant. */
  static String[] last(String[] args, byte[] typed) {
    List<String> all = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < typed.length; i++) {
      if (typed[i] == 0) {
        all.add(decode(typed, start, i));
        start = i + 1;
      }
    }
    if (all.size() < args.length) {
      return args;
    }
    String[] last =
        all.subList(all.size() - args.length, all.size()).toArray(new String[args.length]);
    for (int i = 0; i < args.length; i++) {
      if (args[i].chars().allMatch(c -> c < 0x7f) && !args[i].equals(last[i])) {
        return args;
      }
    }
    return last;
  }

  private static String decode(byte[] bytes, int from, int to) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    CharBuffer out = CharBuffer.allocate(to - from + 1);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        return out.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (FIRST + (in.get() & 0xff)));
      }
      decoder.reset();
    }
  }

  /**
   * A path that was typed.
   *
   * @param text as picocli gives it
   * @param escaped whether it is written as findings show paths
   */
  static ByteString path(String text, boolean escaped) {
    if (escaped) {
      return ByteString.parse(text);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alone = i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
      if (c >= FIRST + 0x80 && c <= FIRST + 0xff && alone) {
        out.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
        out.write(c - FIRST);
        plain = i + 1;
      }
    }
    out.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
    return ByteString.of(out.toByteArray());
  }

  static List<ByteString> paths(List<String> texts, boolean escaped) {
    return texts.stream().map(t -> path(t, escaped)).toList();
  }

  /** Bytes a second; 0 for no limit. */
  static long rate(String text) {
    Matcher matcher = RATE.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--rate takes bytes a second, as 50M, not " + text);
    }
    int shift =
        switch (matcher.group(2)) {
          case "K" -> 10;
          case "M" -> 20;
          case "G" -> 30;
          default -> 0;
        };
    return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
  }

  static String sha256(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "--hash takes a SHA-256, 64 hexadecimal digits, not " + text);
    }
    return lower;
  }
}
