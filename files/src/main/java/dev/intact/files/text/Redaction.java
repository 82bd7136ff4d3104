package dev.intact.files.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a configuration file what looks like a secret: values of keys named like one,
 * private keys, hashes of passwords, well-known tokens, passwords in addresses. Errs on the side of
 * taking out. What is taken out is never stored, and so never shown.
 */
public final class Redaction {

  /** Stands in the place of what was taken out. */
  public static final String REDACTED = "[redacted]";

  private static final int MAX_LINE = 4096;
  private static final String WORD =
      "(?:pass(?:wd|word|phrase|code)?|pwd|secret|token|credential|api[_-]?key|private[_-]?key"
          + "|access[_-]?key|auth[_-]?key|shared[_-]?key|encryption[_-]?key|signing[_-]?key|psk"
          + "|passphrase|bearer|authorization|cookie|salt)";
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?i)(?<key>[\\w.-]*"
              + WORD
              + "[\\w.-]*[\"']?\\s*(?:=>|:=|[:=])\\s*)"
              + "(?<value>\"[^\"]*\"?|'[^']*'?|[^\\s,;]\\S*(?:\\s+[^\\s=:]+(?=\\s*$))*)");
  private static final Pattern SPACED =
      Pattern.compile(
          "(?i)(?<key>\\s*[\"']?[\\w.-]*" + WORD + "[\\w.-]*[\"']?\\s+)(?<value>\\S+)\\s*");
  private static final Pattern OPEN =
      Pattern.compile(
          "(?i)\\s*[\"']?[\\w.-]*" + WORD + "[\\w.-]*[\"']?\\s*[:=]\\s*(?:[|>][+-]?[0-9]?)?\\s*");
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)([a-z][a-z0-9+.-]*://[^/\\s:@]*:)[^@\\s/]+@");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\\w{20,}|glpat-[\\w-]{15,}"
              + "|xox[abeprs]-[A-Za-z0-9-]{10,}|eyJ[\\w-]{10,}\\.[\\w-]+(?:\\.[\\w-]*)?"
              + "|[sr]k_(?:live|test)_\\w{10,}|AIza[\\w-]{30,}|whsec_\\S+|ik_[0-9a-f]{12}_[0-9a-f]+)"
              + "|\\$(?:1|2[abxy]?|5|6|7|y|gy|argon2\\w*|pbkdf2\\S*?|scrypt)\\$\\S+"
              + "|\\{S?SHA[0-9]*\\}\\S+");
  private static final Set<String> HARMLESS =
      Set.of(
          "yes",
          "no",
          "true",
          "false",
          "on",
          "off",
          "none",
          "null",
          "0",
          "1",
          "enabled",
          "disabled",
          "required",
          "optional",
          "prohibit-password",
          "without-password",
          "default",
          "auto",
          "ask",
          "all");

  private Redaction() {}

  /**
   * Takes secrets out.
   *
   * @param lines without their newlines
   * @return as many lines
   */
  public static List<String> redact(List<String> lines) {
    List<String> clean = new ArrayList<>(lines.size());
    boolean key = false;
    int block = -1;
    boolean continued = false;
    for (String line : lines) {
      if (key || line.contains("PRIVATE KEY-----") || line.contains("PRIVATE KEY BLOCK-----")) {
        clean.add(REDACTED);
        key = line.contains("-----END") ? false : key || line.contains("-----BEGIN");
      } else if (line.length() > MAX_LINE) {
        clean.add(REDACTED + " a line of " + line.length() + " characters");
      } else if (continued || (block >= 0 && isWithin(line, block))) {
        clean.add(line.isBlank() ? line : REDACTED);
        continued = continued && line.endsWith("\\");
      } else {
        block = OPEN.matcher(line).matches() ? indent(line) : -1;
        String cleaned = line(line);
        continued = line.endsWith("\\") && !cleaned.equals(line);
        clean.add(cleaned);
      }
    }
    return clean;
  }

  private static boolean isWithin(String line, int block) {
    return line.isBlank() || indent(line) > block;
  }

  private static int indent(String line) {
    int at = 0;
    while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String line(String line) {
    Matcher spaced = SPACED.matcher(line);
    if (spaced.matches() && !isHarmless(spaced.group("value"))) {
      return spaced.group("key") + REDACTED;
    }
    String clean =
        ASSIGNED
            .matcher(line)
            .replaceAll(m -> {
              String value = m.group(2);
              return Matcher.quoteReplacement(m.group(1) + (isHarmless(value) ? value : REDACTED));
            });
    clean = ADDRESS.matcher(clean).replaceAll("$1" + Matcher.quoteReplacement(REDACTED) + "@");
    return TOKEN.matcher(clean).replaceAll(Matcher.quoteReplacement(REDACTED));
  }

  private static boolean isHarmless(String value) {
    String bare = value.replaceAll("^[\"']|[\"',;]+$", "").toLowerCase(Locale.ROOT);
    return bare.isEmpty() || HARMLESS.contains(bare);
  }
}
