package io.tapedeck.simulator.exchange;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param account whose order
 * @param clientId the client's id, or null
 * @param userReference the client's number, or null
 * @param pair index of the instrument
 * @param side direction
 * @param type pricing
 * @param quantity raw scale 9
 * @param limitPrice raw scale 9, 0 for a market order
 * @param timeInForce how long
 * @param postOnly refuse instead of taking
 * @param deadlineNs refuse after this time (epoch ns), 0 for none
 * @param expiresNs GTD end (epoch ns), 0 for none
 * @param receivedNs wall clock at receipt (epoch ns)
 * @param via the protocol it came by
 */
public record OrderRequest(
    String account,
    @Nullable String clientId,
    @Nullable Long userReference,
    int pair,
    Side side,
    OrderType type,
    long quantity,
    long limitPrice,
    TimeInForce timeInForce,
    boolean postOnly,
    long deadlineNs,
    long expiresNs,
    long receivedNs,
    String via) {}
