package io.tapedeck.ingest.kafka;

import io.micrometer.core.instrument.Timer;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.runtime.Platform;
import io.tapedeck.runtime.clock.EdgeClock;
import io.tapedeck.runtime.lifecycle.Role;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.RecordFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends the latest prices of every instrument: at once if the last mark is old enough, else when it
 * will be. A mark is sent only after the tick that it names is acknowledged, and the last one
 * always is. One thread sends, so no older mark follows a newer.
 */
final class Marks implements Role {
  private static final long IDLE_NANOS = Duration.ofMillis(100).toNanos();

  private final EdgeClock clock;
  private final String ticksTopic;
  private final String marksTopic;
  private final RecordFormat<Mark> format;
  private final long intervalNanos;
  private final Consumer<Throwable> failures;
  private final Timer latency;
  private final List<TapeInstrument> instruments = new CopyOnWriteArrayList<>();
  private volatile boolean signalled;
  private volatile @Nullable Thread thread;
  private volatile @Nullable Producer<byte[], byte[]> producer;

  Marks(Platform platform, Duration interval, Consumer<Throwable> failures) {
    this.clock = platform.clock();
    this.ticksTopic = platform.topic(Topics.MARKET_TICKS);
    this.marksTopic = platform.topic(Topics.MARKET_MARKS);
    this.format = platform.formats().of(Topics.MARKET_MARKS);
    this.intervalNanos = interval.toNanos();
    this.failures = failures;
    this.latency =
        Timer.builder("market_data_latency_seconds")
            .description("from a tick's arrival at the socket to its acknowledgement by the broker")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(platform.meters());
  }

  void open(Producer<byte[], byte[]> opened) {
    producer = opened;
  }

  void add(TapeInstrument instrument) {
    instrument.markedNanos = clock.monotonicNanos() - intervalNanos;
    instruments.add(instrument);
  }

  /** A tick was acknowledged; called by the producer's thread. */
  void acked(long receivedNanos) {
    latency.record(Math.max(0, clock.epochNanos() - receivedNanos), TimeUnit.NANOSECONDS);
    wake();
  }

  /** A status was acknowledged; called by the producer's thread. */
  void wake() {
    if (!signalled) {
      signalled = true;
      LockSupport.unpark(thread);
    }
  }

  @Override
  public String roleName() {
    return "ingest-marks";
  }

  @Override
  public void onStart() {
    thread = Thread.currentThread();
  }

  @Override
  public int doWork() {
    signalled = false;
    long wait = send(false);
    LockSupport.parkNanos(this, wait); // an acknowledgement meanwhile makes this return at once
    return 1;
  }

  /** Sends what is due, or all; how long until more is due. */
  private long send(boolean all) {
    long wait = IDLE_NANOS;
    long now = clock.monotonicNanos();
    for (TapeInstrument instrument : instruments) {
      AckedTick tick = instrument.acked;
      if (tick == null || tick == instrument.marked) {
        continue;
      }
      long due = instrument.markedNanos + intervalNanos - now;
      if (all || due <= 0) {
        instrument.marked = tick;
        instrument.markedNanos = now;
        send(instrument, tick);
      } else {
        wait = Math.min(wait, due);
      }
    }
    return wait;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback has the answer
  private void send(TapeInstrument instrument, AckedTick tick) {
    Producer<byte[], byte[]> open = producer;
    if (open == null) {
      throw new IllegalStateException("the tape is not open");
    }
    Mark mark =
        new Mark(
            instrument.id,
            price(tick.bid),
            price(tick.ask),
            price(tick.last),
            tick.eventNanos,
            tick.receivedNanos,
            new Coordinates(ticksTopic, tick.partition, tick.offset),
            tick.feed,
            tick.trading);
    open.send(
        new ProducerRecord<>(marksTopic, instrument.key, format.encode(mark)),
        (metadata, failure) -> {
          if (failure != null) {
            failures.accept(failure);
          }
        });
  }

  private static @Nullable Price price(long raw) {
    return raw == TapeInstrument.NONE || raw == 0 ? null : new Price(raw);
  }

  @Override
  public void onClose() {
    Producer<byte[], byte[]> open = producer;
    if (open != null) {
      open.flush(); // so that the last tick of each is acknowledged
      send(true);
      open.flush();
    }
  }
}
