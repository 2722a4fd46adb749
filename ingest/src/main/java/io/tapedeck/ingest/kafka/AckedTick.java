package io.tapedeck.ingest.kafka;

import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A tick on its way, with the prices known at it; after its acknowledgement a mark's source. */
final class AckedTick implements Callback {
  final long bid;
  final long ask;
  final long last;
  final long eventNanos;
  final long receivedNanos;
  int partition;
  long offset;
  private final TapeInstrument instrument;
  private final Marks marks;
  private final Consumer<Throwable> failures;

  AckedTick(
      TapeInstrument instrument,
      long eventNanos,
      long receivedNanos,
      Marks marks,
      Consumer<Throwable> failures) {
    this.instrument = instrument;
    this.bid = instrument.bid;
    this.ask = instrument.ask;
    this.last = instrument.last;
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
    marks.acked(receivedNanos);
  }
}
