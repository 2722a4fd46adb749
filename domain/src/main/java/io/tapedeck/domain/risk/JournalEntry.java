package io.tapedeck.domain.risk;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.tape.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * One numbered input of risk: a decision is a function of the entries up to it and of nothing else.
 *
 * @param seq number in its partition, from 1, without gaps
 * @param account whom it concerns; null if the whole partition
 * @param accountSeq number in its account, from 1, without gaps; 0 if the whole partition
 * @param source the record behind it; null for what no single record caused
 * @param eventNanos event time, nanoseconds since the epoch
 */
public record JournalEntry(
    long seq,
    @Nullable AccountId account,
    long accountSeq,
    @Nullable Coordinates source,
    long eventNanos,
    JournalEvent event) {}
