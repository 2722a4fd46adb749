package io.tapedeck.replay;

import io.tapedeck.domain.tape.Coordinates;
import java.util.Map;
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
    Map<String, byte[]> headers) {}
