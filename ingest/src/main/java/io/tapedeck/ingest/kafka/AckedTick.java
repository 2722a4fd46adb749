package io.tapedeck.ingest.kafka;

import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.TradingStatus;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A tick or status on its way, with the prices known at it; after its acknowledgement a mark's
 * source.
 */
final class AckedTick implements Callback {
  final long bid;
  final long ask;
  final long last;
  final long eventNanos;
  final long receivedNanos;
  final FeedStatus feed;
  final TradingStatus trading;
  int partition;
  long offset;
  private final TapeInstrument instrument;
  private final Marks marks;
  private final Consumer<Throwable> failures;
  private final boolean timed;

  /**
   * A record on its way.
   *
   * @param timed false if the times are an earlier tick's: a status has none of the market's
   */
  AckedTick(
      TapeInstrument instrument,
      long eventNanos,
      long receivedNanos,
      boolean timed,
      Marks marks,
      Consumer<Throwable> failures) {
    this.instrument = instrument;
    this.bid = instrument.bid;
    this.ask = instrument.ask;
    this.last = instrument.last;
    this.feed = instrument.feed;
    this.trading = instrument.trading;
    this.timed = timed;
    this.eventNanos = eventNanos;
    this.receivedNanos = receivedNanos;
    this.marks = marks;
    this.failures = failures;
  }

  @Override
  public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
    if (failure != null || metadata == null) {
      failures.accept(failure == null ? new IllegalStateException("no answer to a tick") : failure);
      return;
    }
    partition = metadata.partition();
    offset = metadata.offset();
    instrument.acked = this; // publishes the two above
    if (timed) {
      marks.acked(receivedNanos);
    } else {
      marks.wake();
    }
  }
}
