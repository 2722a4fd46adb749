package io.tapedeck.ingest.kafka;

import io.micrometer.core.instrument.Counter;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.TradingStatus;
import io.tapedeck.ingest.core.RecentTrades;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the writer knows of one instrument. Prices are raw scale-9 values, {@link #NONE} if unknown.
 * All but the acknowledged tick belongs to the writing thread.
 */
final class TapeInstrument {
  static final long NONE = Long.MIN_VALUE;

  final InstrumentId id;
  final byte[] key;
  final Counter messages;
  final Counter volume;
  final @Nullable RecentTrades recent;
  long bid = NONE;
  long ask = NONE;
  long last = NONE;
  long highestTradeId = Long.MIN_VALUE;
  FeedStatus feed = FeedStatus.UNKNOWN;
  TradingStatus trading = TradingStatus.UNKNOWN;

  // times of the newest tick; NONE before the first
  long tickEventNanos = NONE;
  long tickReceivedNanos = NONE;
  volatile double lastForMetrics = Double.NaN;

  /** The newest tick that is known to be on the tape; acknowledgements come in offset order. */
  volatile @Nullable AckedTick acked;

  // of the marks thread
  @Nullable AckedTick marked;
  long markedNanos;

  /**
   * Of one instrument.
   *
   * @param recent the trades seen lately, null if they are not checked
   */
  TapeInstrument(InstrumentId id, Counter messages, Counter volume, @Nullable RecentTrades recent) {
    this.id = id;
    this.volume = volume;
    this.recent = recent;
    this.key = id.value().getBytes(StandardCharsets.UTF_8);
    this.messages = messages;
  }

  /** A quote from before a loss says nothing about the market after it. */
  void forgetQuote() {
    bid = NONE;
    ask = NONE;
  }
}
