package io.tapedeck.runtime.redaction;

import java.util.Locale;

/**
 * Makes text from outside (feeds, error bodies, symbols) safe to write on one line of a log or a
 * terminal: line breaks, escape sequences and invisible direction marks become visible escapes.
 */
public final class ControlCharacters {
  private ControlCharacters() {}

  /** {@code text} with every control character, line separator and direction mark escaped. */
  public static String escape(String text) {
    int first = firstUnsafe(text);
    if (first < 0) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    safe.append(text, 0, first);
    for (int i = first; i < text.length(); i++) {
      append(safe, text.charAt(i));
    }
    return safe.toString();
  }

  private static int firstUnsafe(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isUnsafe(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isUnsafe(char c) {
    return c < 0x20
        || (c >= 0x7f && c <= 0x9f)
        || c == '\u2028'
        || c == '\u2029'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069');
  }

  private static void append(StringBuilder safe, char c) {
    if (!isUnsafe(c)) {
      safe.append(c);
      return;
    }
    switch (c) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }
}
