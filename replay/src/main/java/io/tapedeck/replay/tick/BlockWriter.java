package io.tapedeck.replay.tick;

import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroWriter;
import io.tapedeck.schemas.codec.MarketEventCodec;
import java.util.List;

/**
 * Packs ticks into blocks. A block stands for itself: its head says by which powers of ten times,
 * prices and sizes are divided, and every difference in it begins at zero. All numbers are zigzag
 * varints; {@link BlockReader} says what a row is made of.
 */
final class BlockWriter {
  /** Ticks of a full block. */
  static final int TICKS = 8192;

  static final int HAS_EVENT_TIME = 4;
  static final int HAS_VENUE_ID = 8;
  static final int AGGRESSOR_SHIFT = 4;

  private static final MarketEventCodec CODEC = (MarketEventCodec) Topics.MARKET_TICKS.codec();
  private static final long LARGEST_UNIT = 1_000_000_000L;

  private final List<TickSource.Lane> lanes;
  private final TapeTick[] ticks = new TapeTick[TICKS];
  private final AvroWriter others = new AvroWriter();
  private int count;
  private byte[] bytes = new byte[1 << 18];
  private int at;

  BlockWriter(List<TickSource.Lane> lanes) {
    this.lanes = lanes;
    for (int i = 0; i < TICKS; i++) {
      ticks[i] = new TapeTick();
    }
  }

  /** Adds a tick; true if the block is full now. */
  boolean add(TapeTick tick) {
    ticks[count++].copyFrom(tick);
    return count == TICKS;
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Packs what was added, and begins anew; the size in {@link #bytes}. */
  int pack() {
    at = 0;
    long timeUnit = LARGEST_UNIT;
    long priceUnit = LARGEST_UNIT;
    long sizeUnit = LARGEST_UNIT;
    for (int i = 0; i < count; i++) {
      TapeTick tick = ticks[i];
      timeUnit = unit(unit(timeUnit, tick.receivedNanos), tick.eventNanos);
      priceUnit = unit(unit(priceUnit, tick.first), tick.second);
      sizeUnit = unit(unit(sizeUnit, tick.firstSize), tick.secondSize);
    }
    put(timeUnit);
    put(priceUnit);
    put(sizeUnit);
    Prior prior = new Prior(lanes);
    for (int i = 0; i < count; i++) {
      row(ticks[i], prior, timeUnit, priceUnit, sizeUnit);
    }
    count = 0;
    return at;
  }

  /** The largest power of ten, not above one, that divides a value. */
  private static long unit(long largest, long value) {
    long unit = largest;
    while (value % unit != 0) {
      unit /= 10;
    }
    return unit;
  }

  @SuppressWarnings("EnumOrdinal") // read by this build only: the file's key names the format
  private void row(TapeTick tick, Prior prior, long timeUnit, long priceUnit, long sizeUnit) {
    boolean eventTime = tick.eventNanos != tick.receivedNanos;
    boolean venueId = tick.venueId != MarketEvent.NO_VENUE_ID;
    int tag = tick.kind.ordinal();
    tag |= eventTime ? HAS_EVENT_TIME : 0;
    tag |= venueId ? HAS_VENUE_ID : 0;
    tag |= tick.aggressor.ordinal() << AGGRESSOR_SHIFT;
    room(160);
    bytes[at++] = (byte) tag;
    int i = tick.instrument;
    put(i);
    int partition = lanes.get(i).partition();
    put(tick.offset - prior.offsets[partition] - 1);
    prior.offsets[partition] = tick.offset;
    long received = tick.receivedNanos / timeUnit;
    put(received - prior.received);
    prior.received = received;
    if (eventTime) {
      long event = tick.eventNanos / timeUnit;
      put(event - prior.events[i]);
      prior.events[i] = event;
    }
    if (venueId) {
      put(tick.venueId - prior.venueIds[i]);
      prior.venueIds[i] = tick.venueId;
    }
    switch (tick.kind) {
      case QUOTE -> {
        long bid = tick.first / priceUnit;
        put(bid - prior.prices[i]);
        put(tick.second / priceUnit - bid);
        put(tick.firstSize / sizeUnit);
        put(tick.secondSize / sizeUnit);
        prior.prices[i] = bid;
      }
      case TRADE -> {
        put(tick.first / priceUnit - prior.prices[i]);
        put(tick.firstSize / sizeUnit);
      }
      case OTHER -> {
        CODEC.write(others.reset(), tick.event());
        put(others.size());
        room(others.size());
        System.arraycopy(others.array(), 0, bytes, at, others.size());
        at += others.size();
      }
    }
  }

  private void room(int more) {
    if (bytes.length - at < more) {
      byte[] larger = new byte[Math.max(bytes.length * 2, at + more)];
      System.arraycopy(bytes, 0, larger, 0, at);
      bytes = larger;
    }
  }

  private void put(long value) {
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7FL) != 0) {
      bytes[at++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  /** What differences are taken from. */
  static final class Prior {
    final long[] offsets;
    final long[] events;
    final long[] venueIds;
    final long[] prices;
    long received;

    Prior(List<TickSource.Lane> lanes) {
      int partitions = 1 + lanes.stream().mapToInt(TickSource.Lane::partition).max().orElse(0);
      offsets = new long[partitions];
      events = new long[lanes.size()];
      venueIds = new long[lanes.size()];
      prices = new long[lanes.size()];
    }
  }
}
