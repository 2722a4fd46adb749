package io.tapedeck.ingest.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pulls values out of one JSON text's UTF-8 bytes without building anything. Strict: what RFC 8259
 * does not allow is refused with its place, as are numbers that scale 9 cannot hold. Reused from
 * text to text; not thread-safe.
 *
 * <p>Objects and arrays are walked like this:
 *
 * <pre>{@code
 * if (json.open('{', '}')) {
 *   do {
 *     json.name();
 *     ...
 *   } while (json.more('}'));
 * }
 * }</pre>
 */
public final class JsonScanner {
  private static final int DEEPEST = 64;
  private byte[] in = new byte[0];
  private int at;
  private int end;
  private int textFrom;
  private int textTo;
  private boolean escaped;
  private final DecimalText decimals = new DecimalText();

  /** Begins a text. */
  public JsonScanner over(byte[] bytes, int from, int to) {
    in = bytes;
    at = from;
    end = to;
    return this;
  }

  /** Where the scanner stands, for {@link #seek}. */
  public int position() {
    return at;
  }

  /** Goes back to a place that {@link #position} gave. */
  public void seek(int position) {
    at = position;
  }

  /** A refusal that names this place. */
  public FrameRefusedException refused(String what) {
    return new FrameRefusedException(what + " at byte " + at);
  }

  private void space() {
    while (at < end) {
      byte b = in[at];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return;
      }
      at++;
    }
  }

  /** The next byte that is no space. */
  public byte peek() {
    space();
    if (at >= end) {
      throw refused("the text ends too early");
    }
    return in[at];
  }

  private void expect(char c) {
    if (peek() != c) {
      throw refused("expected '" + c + "'");
    }
    at++;
  }

  private boolean next(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  /** Enters an object or array; false if it is empty, and then it is already left. */
  public boolean open(char opening, char closing) {
    expect(opening);
    return !next(closing);
  }

  /** After an element: true if another follows, else the object or array is left. */
  public boolean more(char closing) {
    if (next(',')) {
      return true;
    }
    expect(closing);
    return false;
  }

  /** A member's name and its colon; compare it with {@link #textIs}. */
  public void name() {
    text();
    expect(':');
  }

  /** A string; compare it with {@link #textIs} or take it with {@link #textValue}. */
  public void text() {
    expect('"');
    textFrom = at;
    escaped = false;
    while (at < end) {
      byte b = in[at];
      if (b == '"') {
        textTo = at++;
        return;
      }
      if (b == '\\') {
        escape();
      } else if (b < 0) {
        at = Utf8.after(in, at, end);
      } else if (b < ' ') {
        throw refused("control character in a string");
      } else {
        at++;
      }
    }
    throw refused("the text ends within a string");
  }

  private void escape() {
    escaped = true;
    int kind = at + 1 < end ? in[at + 1] : -1;
    if (kind == 'u') {
      for (int i = at + 2; i < at + 6; i++) {
        if (i >= end || Character.digit(in[i], 16) < 0) {
          throw refused("bad \\u escape");
        }
      }
      at += 6;
    } else if (kind > 0 && "\"\\/bfnrt".indexOf(kind) >= 0) {
      at += 2;
    } else {
      throw refused("bad escape");
    }
  }

  /** Whether the string last read is this one. */
  public boolean textIs(byte[] expected) {
    if (escaped) {
      return textValue().equals(new String(expected, StandardCharsets.UTF_8));
    }
    return textTo - textFrom == expected.length
        && Arrays.equals(in, textFrom, textTo, expected, 0, expected.length);
  }

  /** The string last read. */
  public String textValue() {
    String raw = new String(in, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
    return escaped ? unescape(raw) : raw;
  }

  private static String unescape(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char kind = raw.charAt(++i);
      switch (kind) {
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
          i += 4;
        }
        default -> out.append(kind);
      }
    }
    return out.toString();
  }

  /** The string last read, looked up; -1 if the table does not hold it. */
  public int textIn(SymbolTable table) {
    return escaped ? table.find(textValue()) : table.find(in, textFrom, textTo);
  }

  /** Where the string last read, up to this character in it, is in a table; -1 if nowhere. */
  public int textHeadIn(SymbolTable table, char stop) {
    int to = textFrom;
    while (to < textTo && in[to] != stop) {
      to++;
    }
    return table.find(in, textFrom, to);
  }

  /** The string last read as a time. */
  public long textNanos() {
    return Rfc3339.nanos(in, textFrom, textTo);
  }

  /**
   * A number, bare or in quotes, to its last digit as a raw scale-9 value.
   *
   * @throws FrameRefusedException if it has more than nine decimals or is out of range
   */
  public long decimal() {
    number();
    try {
      return decimals.exact(in, textFrom, textTo);
    } catch (FrameRefusedException e) {
      throw refused(e.reason());
    }
  }

  /** Like {@link #decimal}, but rounded half to even in the ninth place: for sums and averages. */
  public long rounded() {
    number();
    try {
      return decimals.rounded(in, textFrom, textTo);
    } catch (FrameRefusedException e) {
      throw refused(e.reason());
    }
  }

  /** Decimal places written in the number last read. */
  public int scale() {
    return decimals.scale();
  }

  /** Finds the bytes of a number, bare or in quotes. */
  private void number() {
    boolean quoted = peek() == '"';
    if (quoted) {
      at++;
    }
    textFrom = at;
    if (at < end) {
      skipNumber();
    }
    textTo = at;
    if (quoted && (at >= end || in[at++] != '"')) {
      throw refused("expected a number in quotes");
    }
  }

  /** A number without fraction, not negative, bare or in quotes. */
  public long natural() {
    number();
    long value = 0;
    for (int i = textFrom; i < textTo; i++) {
      int digit = in[i] - '0';
      if (digit < 0 || digit > 9) {
        throw refused("expected an integer, not negative");
      }
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw refused("integer out of range");
      }
      value = value * 10 + digit;
    }
    if (textTo == textFrom) {
      throw refused("expected an integer, not negative");
    }
    return value;
  }

  /** true or false. */
  public boolean bool() {
    boolean value = peek() == 't';
    literal(value ? "true" : "false");
    return value;
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at >= end || in[at] != word.charAt(i)) {
        throw refused("expected " + word);
      }
      at++;
    }
  }

  /** Passes over a value of any kind, checking it. */
  public void skip() {
    skip(0);
  }

  private void skip(int depth) {
    if (depth > DEEPEST) {
      throw refused("nested deeper than " + DEEPEST);
    }
    switch (peek()) {
      case '{' -> {
        if (open('{', '}')) {
          do {
            name();
            skip(depth + 1);
          } while (more('}'));
        }
      }
      case '[' -> {
        if (open('[', ']')) {
          do {
            skip(depth + 1);
          } while (more(']'));
        }
      }
      case '"' -> text();
      case 't', 'f' -> bool();
      case 'n' -> literal("null");
      default -> skipNumber();
    }
  }

  private void skipNumber() {
    int first = in[at] == '-' ? ++at : at;
    digits();
    if (at - first > 1 && in[first] == '0') {
      throw refused("a number with a leading zero");
    }
    if (at < end && in[at] == '.') {
      at++;
      digits();
    }
    if (at < end && (in[at] == 'e' || in[at] == 'E')) {
      at++;
      if (at < end && (in[at] == '-' || in[at] == '+')) {
        at++;
      }
      digits();
    }
  }

  private void digits() {
    int first = at;
    while (at < end && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    if (at == first) {
      throw refused("expected a value");
    }
  }

  /** Refuses anything but space after the value. */
  public void end() {
    space();
    if (at != end) {
      throw refused("more text after the value");
    }
  }
}
