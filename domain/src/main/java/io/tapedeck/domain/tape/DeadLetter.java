package io.tapedeck.domain.tape;

import org.jspecify.annotations.Nullable;

/**
 * A record that could not be processed, kept whole.
 *
 * @param source its address; for a line of an imported file, topic is {@code file:NAME}, partition
 *     0, offset the line number
 * @param reason what was wrong
 * @param key original key bytes; null if it had none
 * @param value original value bytes; null for a tombstone
 * @param atNanos our clock when it was set aside
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are carried, never compared
public record DeadLetter(
    Coordinates source,
    String service,
    String reason,
    byte @Nullable [] key,
    byte @Nullable [] value,
    long atNanos) {}
