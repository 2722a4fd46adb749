package io.tapedeck.launcher.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A point in the past as people write it: {@code 15m}, {@code 2 hours ago}, a date, an instant. */
final class Since {
  static final String FORMS = "15m, 2h, 1d, '10 minutes ago', 2024-08-09 or 2024-08-09T12:00:00Z";

  private static final Pattern AGO =
      Pattern.compile("(\\d{1,9})\\s*(s|m|h|d|seconds?|minutes?|hours?|days?)(\\s+ago)?");

  private Since() {}

  /**
   * The value of an option {@code --since}, milliseconds since the epoch; the epoch if not given.
   *
   * @throws CommandLine.ParameterException if it is no time
   */
  static long option(CommandSpec spec, @Nullable String since) {
    if (since == null) {
      return 0;
    }
    try {
      return millis(since, Instant.now());
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--since: " + e.getMessage(), e);
    }
  }

  /**
   * The instant meant, milliseconds since the epoch.
   *
   * @throws IllegalArgumentException naming the forms that can be read
   */
  static long millis(String text, Instant now) {
    Matcher ago = AGO.matcher(text.strip().toLowerCase(Locale.ROOT));
    try {
      if (ago.matches()) {
        long count = Long.parseLong(ago.group(1));
        Duration back =
            switch (ago.group(2).charAt(0)) {
              case 's' -> Duration.ofSeconds(count);
              case 'm' -> Duration.ofMinutes(count);
              case 'h' -> Duration.ofHours(count);
              default -> Duration.ofDays(count);
            };
        return now.minus(back).toEpochMilli();
      }
      if (text.indexOf('T') < 0) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      }
      return Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is no time; write " + FORMS, e);
    }
  }
}
