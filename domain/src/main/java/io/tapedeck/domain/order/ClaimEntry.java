package io.tapedeck.domain.order;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ClientOrderId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.VenueOrderId;
import io.tapedeck.domain.tape.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the executor's journal.
 *
 * @param attempt from 1; grows only after a definitive reject
 * @param atNanos our clock, nanoseconds since the epoch
 * @param notAfterNanos our clock after which the claim must not be sent
 * @param bodySha256 hex hash of the request's canonical body; empty after the claim
 * @param venueOrderId once known
 * @param command the approved command
 */
public record ClaimEntry(
    IntentId intent,
    AccountId account,
    InstrumentId instrument,
    OrderAction action,
    ClaimState state,
    ClientOrderId clientOrderId,
    int attempt,
    long atNanos,
    long notAfterNanos,
    String bodySha256,
    @Nullable VenueOrderId venueOrderId,
    String reason,
    Coordinates command) {}
