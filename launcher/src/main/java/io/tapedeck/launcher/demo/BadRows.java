package io.tapedeck.launcher.demo;

import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a played tape that are no ticks: the venue could not say them, so they are named and
 * dead-lettered here, as {@code tape import} does.
 */
final class BadRows {
  private BadRows() {}

  static void deadLetter(
      Platform platform, PlayedMarket market, @Nullable Path tape, Consumer<String> progress) {
    List<PlayedMarket.BadRow> rows = market.progress().badRows();
    if (rows.isEmpty() || tape == null) {
      return;
    }
    RecordFormat<DeadLetter> format = platform.formats().of(Topics.INGEST_DEAD_LETTERS);
    String source = "file:" + tape.getFileName();
    try (Producer<byte[], byte[]> producer =
        platform.kafka().producer("tapedeck-bad-rows", Map.of())) {
      for (PlayedMarket.BadRow row : rows) {
        progress.accept(tape + ":" + row.line() + ": " + row.reason() + "; dead-lettered");
        DeadLetter letter =
            new DeadLetter(
                new Coordinates(source, 0, row.line()),
                "demo",
                row.reason(),
                null,
                null,
                platform.clock().epochNanos());
        var unused =
            producer.send(
                new ProducerRecord<>(
                    platform.topic(Topics.INGEST_DEAD_LETTERS),
                    source.getBytes(StandardCharsets.UTF_8),
                    format.encode(letter)));
      }
      producer.flush();
    }
  }
}
