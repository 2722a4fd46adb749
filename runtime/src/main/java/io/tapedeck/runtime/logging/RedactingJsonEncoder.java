package io.tapedeck.runtime.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tapedeck.runtime.redaction.Redactor;
import java.nio.charset.StandardCharsets;
import net.logstash.logback.encoder.LogstashEncoder;

/** One JSON object a line, scrubbed as a whole. */
public final class RedactingJsonEncoder extends LogstashEncoder {
  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(super.encode(event), StandardCharsets.UTF_8);
    return Redactor.process().scrub(line).getBytes(StandardCharsets.UTF_8);
  }
}
