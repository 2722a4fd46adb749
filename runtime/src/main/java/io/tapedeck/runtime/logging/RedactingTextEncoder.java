package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tapedeck.runtime.redaction.Redactor;
import java.nio.charset.StandardCharsets;

/** Text lines, scrubbed as a whole: message, arguments, context and stack trace alike. */
public final class RedactingTextEncoder extends PatternLayoutEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = getLayout().doLayout(event);
    return Redactor.process().scrub(line).getBytes(StandardCharsets.UTF_8);
  }
}
