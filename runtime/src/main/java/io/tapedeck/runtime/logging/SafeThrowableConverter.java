package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tapedeck.runtime.redaction.ControlCharacters;
import java.util.stream.Collectors;

/**
 * Pattern word {@code %safeEx}: the stack trace with every line indented, so that a message with
 * line breaks cannot pass for a log record of its own.
 */
public final class SafeThrowableConverter extends ThrowableProxyConverter {
  private static final String INDENT = "    ";

  @Override
  public String convert(ILoggingEvent event) {
    String trace = super.convert(event);
    if (trace == null || trace.isEmpty()) {
      return "";
    }
    return trace
        .lines()
        .map(line -> INDENT + ControlCharacters.escape(line.replace("\t", INDENT)))
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
