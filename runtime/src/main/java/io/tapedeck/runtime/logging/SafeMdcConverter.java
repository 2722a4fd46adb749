package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tapedeck.runtime.redaction.ControlCharacters;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Pattern word {@code %safeMdc}: {@code [key=value …] } in key order, or nothing. */
public final class SafeMdcConverter extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    Map<String, String> context = event.getMDCPropertyMap();
    if (context.isEmpty()) {
      return "";
    }
    return new TreeMap<>(context)
        .entrySet().stream()
            .map(entry -> ControlCharacters.escape(entry.getKey() + "=" + entry.getValue()))
            .collect(Collectors.joining(" ", "[", "] "));
  }
}
