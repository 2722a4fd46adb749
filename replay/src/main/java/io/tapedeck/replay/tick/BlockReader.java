package io.tapedeck.replay.tick;

import io.tapedeck.domain.market.AggressorSide;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.replay.tick.BlockWriter.Prior;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.avro.AvroReader;
import io.tapedeck.schemas.codec.MarketEventCodec;
import java.util.Arrays;
import java.util.List;

/**
 * Unpacks a block that {@link BlockWriter} packed. A row: a byte of kind, flags and aggressor;
 * instrument; offset less the one before in its partition, less one; received time less the one
 * before; event time and venue id, where they are there, less the instrument's before; then, for a
 * quote, bid less the instrument's bid before, spread, both sizes; for a trade, price less that
 * bid, and size; for anything else, its Avro bytes. Allocates nothing for quotes and trades.
 */
final class BlockReader {
  private static final MarketEventCodec CODEC = (MarketEventCodec) Topics.MARKET_TICKS.codec();
  private static final TapeTick.Kind[] KINDS = TapeTick.Kind.values();
  private static final AggressorSide[] AGGRESSORS = AggressorSide.values();

  private final int[] partitions;
  private final Prior prior;
  private final AvroReader others = new AvroReader();
  private byte[] bytes = new byte[0];
  private int at;
  private int left;
  private long timeUnit;
  private long priceUnit;
  private long sizeUnit;

  BlockReader(List<TickSource.Lane> lanes) {
    partitions = lanes.stream().mapToInt(TickSource.Lane::partition).toArray();
    prior = new Prior(lanes);
  }

  /** Begins a block; the array must not change before its last tick was read. */
  void begin(byte[] block, int ticks) {
    bytes = block;
    at = 0;
    left = ticks;
    timeUnit = take();
    priceUnit = take();
    sizeUnit = take();
    prior.received = 0;
    Arrays.fill(prior.offsets, 0);
    Arrays.fill(prior.events, 0);
    Arrays.fill(prior.venueIds, 0);
    Arrays.fill(prior.prices, 0);
  }

  boolean next(TapeTick into) {
    if (left == 0) {
      return false;
    }
    left--;
    int tag = bytes[at++];
    int i = (int) take();
    int partition = partitions[i];
    long offset = prior.offsets[partition] + take() + 1;
    prior.offsets[partition] = offset;
    into.at(i, offset);
    prior.received += take();
    long received = prior.received * timeUnit;
    long event = received;
    if ((tag & BlockWriter.HAS_EVENT_TIME) != 0) {
      prior.events[i] += take();
      event = prior.events[i] * timeUnit;
    }
    long venueId = MarketEvent.NO_VENUE_ID;
    if ((tag & BlockWriter.HAS_VENUE_ID) != 0) {
      prior.venueIds[i] += take();
      venueId = prior.venueIds[i];
    }
    switch (KINDS[tag & 3]) {
      case QUOTE -> {
        long bid = prior.prices[i] + take();
        prior.prices[i] = bid;
        long ask = bid + take();
        long bidSize = take() * sizeUnit;
        long askSize = take() * sizeUnit;
        into.quote(event, received, venueId, bid * priceUnit, bidSize, ask * priceUnit, askSize);
      }
      case TRADE -> {
        long price = (prior.prices[i] + take()) * priceUnit;
        AggressorSide side = AGGRESSORS[tag >> BlockWriter.AGGRESSOR_SHIFT & 3];
        into.trade(event, received, venueId, price, take() * sizeUnit, side);
      }
      case OTHER -> {
        int size = (int) take();
        into.other(CODEC.read(others.wrap(bytes, at, size)));
        at += size;
      }
    }
    return true;
  }

  private long take() {
    byte[] from = bytes;
    int i = at;
    long value = from[i++];
    if (value < 0) {
      value &= 0x7F;
      int shift = 7;
      long b = from[i++];
      while (b < 0) {
        value |= (b & 0x7F) << shift;
        shift += 7;
        b = from[i++];
      }
      value |= b << shift;
    }
    at = i;
    return value >>> 1 ^ -(value & 1);
  }
}
