package io.tapedeck.simulator.market;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All pairs of the venue as it shows them now; guarded by whoever applies the ticks. */
public final class Market {
  private final PublishedMarket[] pairs;
  private final Map<String, Integer> indexes = new HashMap<>();

  /** A market of these pairs, nothing shown yet. */
  public Market(List<Instrument> instruments) {
    pairs = new PublishedMarket[instruments.size()];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = new PublishedMarket(instruments.get(i));
      indexes.put(instruments.get(i).symbol(), i);
    }
  }

  /** Shows a tick. */
  public void apply(Tick tick) {
    pairs[tick.instrument].apply(tick);
  }

  /** Number of pairs. */
  public int size() {
    return pairs.length;
  }

  /** A pair by its index. */
  public PublishedMarket pair(int index) {
    return pairs[index];
  }

  /** A pair's index, or null. */
  public @Nullable Integer index(String symbol) {
    return indexes.get(symbol);
  }
}
