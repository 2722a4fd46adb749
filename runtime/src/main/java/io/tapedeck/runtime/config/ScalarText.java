package io.tapedeck.runtime.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the text of a scalar into a value of the wanted type, or says why it cannot. */
final class ScalarText {
  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+(?:_\\d+)*");
  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ns|us|ms|s|m|h|d)");
  private static final long MAX_MILLIS = 365L * 24 * 3600 * 1000;

  private static final Map<Class<?>, Converter> CONVERTERS =
      Map.ofEntries(
          Map.entry(String.class, new Converter("text", text -> text)),
          Map.entry(Secret.class, new Converter("text", Secret::of)),
          Map.entry(int.class, new Converter("an integer", ScalarText::toInt)),
          Map.entry(Integer.class, new Converter("an integer", ScalarText::toInt)),
          Map.entry(long.class, new Converter("an integer", ScalarText::toLong)),
          Map.entry(Long.class, new Converter("an integer", ScalarText::toLong)),
          Map.entry(double.class, new Converter("a number", ScalarText::toDouble)),
          Map.entry(Double.class, new Converter("a number", ScalarText::toDouble)),
          Map.entry(BigDecimal.class, new Converter("a decimal number", ScalarText::toDecimal)),
          Map.entry(boolean.class, new Converter("true or false", ScalarText::toBoolean)),
          Map.entry(Boolean.class, new Converter("true or false", ScalarText::toBoolean)),
          Map.entry(
              Duration.class,
              new Converter(
                  "milliseconds, or a duration such as 250ms or 30s", ScalarText::toDuration)),
          Map.entry(Path.class, new Converter("a path", ScalarText::toPath)),
          Map.entry(URI.class, new Converter("a URL", ScalarText::toUri)));

  private ScalarText() {}

  static boolean supports(Class<?> type) {
    return type.isEnum() || CONVERTERS.containsKey(type);
  }

  /** What must be written for this type, as a noun phrase. */
  static String expected(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + enumNames(type);
    }
    return converter(type).expected();
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if the text is not of this type
   */
  static Object parse(Class<?> type, String text) {
    if (type.isEnum()) {
      return toEnum(type, text);
    }
    return converter(type).parse().apply(text);
  }

  private static Converter converter(Class<?> type) {
    Converter converter = CONVERTERS.get(type);
    if (converter == null) {
      throw new IllegalStateException("No config conversion for " + type.getName());
    }
    return converter;
  }

  private static Object toInt(String text) {
    return Math.toIntExact(exactLong(text));
  }

  private static Object toLong(String text) {
    return exactLong(text);
  }

  private static long exactLong(String text) {
    require(INTEGER.matcher(text).matches());
    return Long.parseLong(text.replace("_", ""));
  }

  private static Object toDouble(String text) {
    double value = new BigDecimal(text).doubleValue();
    require(Double.isFinite(value));
    return value;
  }

  private static Object toDecimal(String text) {
    return new BigDecimal(text);
  }

  private static Object toBoolean(String text) {
    require(text.equals("true") || text.equals("false"));
    return text.equals("true");
  }

  private static Object toDuration(String text) {
    if (INTEGER.matcher(text).matches()) {
      long millis = exactLong(text);
      require(millis >= 0 && millis <= MAX_MILLIS);
      return Duration.ofMillis(millis);
    }
    Matcher matcher = DURATION.matcher(text);
    require(matcher.matches());
    long amount = Long.parseLong(matcher.group(1));
    require(amount <= MAX_MILLIS);
    return switch (matcher.group(2)) {
      case "ns" -> Duration.ofNanos(amount);
      case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1000L));
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Object toPath(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Object toUri(String text) {
    try {
      URI uri = new URI(text);
      require(uri.getScheme() != null);
      return uri;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Object toEnum(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> enumName(constant).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(IllegalArgumentException::new);
  }

  private static String enumNames(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(ScalarText::enumName)
        .collect(Collectors.joining(", "));
  }

  /** How an enum constant is written in a file. */
  static String enumName(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
  }

  private static void require(boolean good) {
    if (!good) {
      throw new IllegalArgumentException();
    }
  }

  private record Converter(String expected, Function<String, Object> parse) {}
}
