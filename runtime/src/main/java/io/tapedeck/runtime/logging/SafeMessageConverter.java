package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tapedeck.runtime.redaction.ControlCharacters;

/**
 * Pattern word {@code %safeMsg}: the message on one line, whatever text from outside it carries.
 */
public final class SafeMessageConverter extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String message = super.convert(event);
    return message == null ? "" : ControlCharacters.escape(message);
  }
}
