package io.tapedeck.simulator.market;

/**
 * The trades of a stretch of event time; raw scale 9.
 *
 * @param beginNs its first nanosecond, since the epoch
 * @param average volume-weighted price, rounded; a report figure
 */
public record Bar(
    long beginNs,
    long open,
    long high,
    long low,
    long close,
    long volume,
    long trades,
    long average) {}
