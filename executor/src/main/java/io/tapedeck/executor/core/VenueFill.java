package io.tapedeck.executor.core;

import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.order.Execution;
import org.jspecify.annotations.Nullable;

/**
 * One execution as the venue reports it, by whichever way.
 *
 * @param clientOrderId as the venue echoes it, null if the message has none
 * @param venueNanos the venue's time of the execution
 */
public record VenueFill(
    VenueOrderId order,
    @Nullable ClientOrderId clientOrderId,
    InstrumentId instrument,
    Execution execution,
    long venueNanos) {}
