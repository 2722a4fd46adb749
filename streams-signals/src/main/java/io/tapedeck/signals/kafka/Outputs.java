package io.tapedeck.signals.kafka;

import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.runtime.kafka.CommitOnOutput;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import io.tapedeck.signals.core.PipelineOutput;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Where one instrument's pipeline writes to, under the time of the tick that it is at. */
final class Outputs implements PipelineOutput {
  private final byte[] key;
  private final ProcessorContext<byte[], byte[]> context;
  private final KeyValueStore<byte[], byte[]> marks;
  private final @Nullable CommitOnOutput commits;
  private final Formats formats;
  private final SignalMetrics metrics;
  private long timestamp;
  private boolean marked;

  /** Of what goes out. */
  record Formats(RecordFormat<Signal> signals, RecordFormat<OrderIntent> intents) {
    Formats(io.tapedeck.schemas.serde.Formats formats) {
      this(formats.of(Topics.SIGNALS), formats.of(Topics.ORDER_INTENTS));
    }
  }

  Outputs(
      byte[] key,
      ProcessorContext<byte[], byte[]> context,
      KeyValueStore<byte[], byte[]> marks,
      @Nullable CommitOnOutput commits,
      Formats formats,
      SignalMetrics metrics) {
    this.key = key;
    this.context = context;
    this.marks = marks;
    this.commits = commits;
    this.formats = formats;
    this.metrics = metrics;
  }

  /** The record time of the tick at which the pipeline is. */
  void tickOf(long recordTimestamp) {
    timestamp = recordTimestamp;
  }

  /** Its state was stored: the next change is to be marked again. */
  void saved() {
    marked = false;
  }

  @Override
  public void changed() {
    if (!marked) {
      marked = true;
      marks.put(key, BeforeCommit.MARK);
    }
  }

  void journal(byte[] entry) {
    changed();
    context.forward(new Record<>(key, entry, timestamp), Sinks.JOURNAL);
  }

  @Override
  public void signal(Signal signal) {
    context.forward(new Record<>(key, formats.signals.encode(signal), timestamp), Sinks.SIGNALS);
    metrics.signal();
  }

  @Override
  public void intent(OrderIntent intent) {
    byte[] account = intent.account().value().getBytes(StandardCharsets.UTF_8);
    context.forward(
        new Record<>(account, formats.intents.encode(intent), timestamp), Sinks.INTENTS);
    if (commits != null) {
      commits.request(timestamp);
    }
    metrics.intent(intent);
  }

  @Override
  public void fault(Signal notFinite) {
    metrics.fault(notFinite);
  }

  @Override
  public void shadow(float score, float shadowScore) {
    metrics.shadow(score, shadowScore);
  }
}
