package io.tapedeck.launcher.bench;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.simulator.market.SyntheticMarket;
import io.tapedeck.simulator.market.Tick;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a synthetic market as a file of the neutral CSV. */
final class SyntheticTape {
  private static final String HEADER =
      "received_ns,event_ns,instrument,kind,bid_price,bid_size,ask_price,ask_size,price,size,"
          + "aggressor,venue_id";

  private SyntheticTape() {}

  /**
   * Writes it.
   *
   * @param laterNanos added to every time, to set it apart from other markets
   */
  static void write(Path file, List<String> symbols, long seed, long ticks, long laterNanos)
      throws IOException {
    try (SyntheticMarket market = new SyntheticMarket(symbols, seed, ticks);
        BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(HEADER);
      out.newLine();
      Tick tick = new Tick();
      StringBuilder line = new StringBuilder();
      while (market.next(tick)) {
        line.setLength(0);
        long time = tick.eventNs() + laterNanos;
        line.append(time).append(',').append(time).append(',');
        line.append(market.instruments().get(tick.instrument()).symbol()).append(',');
        if (tick.kind() == Tick.Kind.QUOTE) {
          line.append("quote,");
          FixedPoint.append(line, tick.bids().price(0)).append(',');
          FixedPoint.append(line, tick.bids().size(0)).append(',');
          FixedPoint.append(line, tick.asks().price(0)).append(',');
          FixedPoint.append(line, tick.asks().size(0)).append(",,,,");
        } else {
          line.append("trade,,,,,");
          FixedPoint.append(line, tick.price()).append(',');
          FixedPoint.append(line, tick.size()).append(',');
          line.append(tick.aggressor() == Tick.Aggressor.BUY ? "buy" : "sell").append(',');
          line.append(tick.tradeId());
        }
        out.write(line.toString());
        out.newLine();
      }
    }
  }
}
