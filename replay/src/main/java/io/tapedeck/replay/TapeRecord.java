package io.tapedeck.replay;

import io.tapedeck.domain.tape.Coordinates;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies on a topic or in an exported file.
 *
 * @param at its address
 * @param timestamp record time, milliseconds since the epoch
 * @param key null if it has none
 * @param value null for a tombstone
 * @param headers by name
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
public record TapeRecord(
    Coordinates at,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Map<String, byte[]> headers) {

  /** As a consumer read it. */
  public static TapeRecord of(ConsumerRecord<byte[], byte[]> record) {
    Map<String, byte[]> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), header.value());
    }
    return new TapeRecord(
        new Coordinates(record.topic(), record.partition(), record.offset()),
        record.timestamp(),
        record.key(),
        record.value(),
        headers);
  }
}
