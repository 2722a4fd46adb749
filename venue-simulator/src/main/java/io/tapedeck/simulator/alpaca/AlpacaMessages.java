package io.tapedeck.simulator.alpaca;

import io.tapedeck.simulator.market.Bar;
import io.tapedeck.simulator.market.Instrument;
import io.tapedeck.simulator.market.LevelChanges;
import io.tapedeck.simulator.market.Levels;
import io.tapedeck.simulator.market.Notice;
import io.tapedeck.simulator.market.PublishedMarket;
import io.tapedeck.simulator.market.Tick;
import io.tapedeck.simulator.wire.JsonBytes;

/** Writes the messages of one share or pair. Used by one thread at a time. */
final class AlpacaMessages {
  private static final int MOST_DECIMALS = 9;

  private final Instrument instrument;
  private final boolean share;
  private final Levels seenBids = new Levels();
  private final Levels seenAsks = new Levels();

  AlpacaMessages(Instrument instrument) {
    this.instrument = instrument;
    this.share = instrument.equity();
  }

  private JsonBytes begin(JsonBytes out, char type) {
    return out.clear()
        .text("{\"T\":\"")
        .character(type)
        .text("\",\"S\":\"")
        .text(instrument.symbol())
        .character('"');
  }

  private JsonBytes field(JsonBytes out, String name, long raw) {
    return number(out.text(",\"").text(name).text("\":"), raw);
  }

  /** As short as the venue writes it: no trailing zeros. */
  static JsonBytes number(JsonBytes out, long raw) {
    int decimals = 0;
    long rest = raw % 1_000_000_000L;
    for (long step = 100_000_000L; rest != 0 && decimals < MOST_DECIMALS; step /= 10) {
      rest %= step;
      decimals++;
    }
    return out.decimal(raw, decimals);
  }

  private static JsonBytes time(JsonBytes out, long eventNs) {
    return out.text(",\"t\":\"").time(eventNs).character('"');
  }

  void trade(JsonBytes out, Tick tick) {
    begin(out, 't').text(",\"i\":").number(tick.tradeId());
    if (share) {
      out.text(",\"x\":\"V\"");
    }
    field(out, "p", tick.price());
    field(out, "s", tick.size());
    time(out, tick.eventNs());
    if (share) {
      out.text(",\"c\":[\"@\"],\"z\":\"C\"}");
    } else {
      out.text(tick.aggressor() == Tick.Aggressor.BUY ? ",\"tks\":\"B\"}" : ",\"tks\":\"S\"}");
    }
  }

  void quote(JsonBytes out, PublishedMarket shown) {
    Levels bids = shown.bids();
    Levels asks = shown.asks();
    begin(out, 'q');
    out.text(share ? ",\"bx\":\"V\"" : "");
    field(out, "bp", bids.count() == 0 ? 0 : bids.price(0));
    field(out, "bs", bids.count() == 0 ? 0 : bids.size(0));
    out.text(share ? ",\"ax\":\"V\"" : "");
    field(out, "ap", asks.count() == 0 ? 0 : asks.price(0));
    field(out, "as", asks.count() == 0 ? 0 : asks.size(0));
    out.text(share ? ",\"c\":[\"R\"],\"z\":\"C\"" : "");
    time(out, shown.eventNs()).character('}');
  }

  void bar(JsonBytes out, char type, Bar bar) {
    begin(out, type);
    field(out, "o", bar.open());
    field(out, "h", bar.high());
    field(out, "l", bar.low());
    field(out, "c", bar.close());
    field(out, "v", bar.volume());
    time(out, bar.beginNs()).text(",\"n\":").number(bar.trades());
    field(out, "vw", bar.average()).character('}');
  }

  /** Writes a notice; where it belongs. */
  AlpacaChannel notice(JsonBytes out, Notice notice, long eventNs) {
    AlpacaChannel channel;
    if (notice instanceof Notice.Status status) {
      begin(out, 's')
          .text(",\"sc\":\"" + status.code() + "\",\"sm\":\"" + status.message())
          .text("\",\"rc\":\"" + status.reason() + "\",\"rm\":\"" + status.reasonMessage())
          .character('"');
      channel = AlpacaChannel.STATUSES;
    } else if (notice instanceof Notice.Bands bands) {
      begin(out, 'l');
      field(out, "u", bands.up());
      field(out, "d", bands.down()).text(",\"i\":\"B\"");
      channel = AlpacaChannel.LULDS;
    } else if (notice instanceof Notice.Correction one) {
      begin(out, 'c').text(",\"x\":\"V\",\"oi\":").number(one.originalId());
      field(out, "op", one.originalPrice());
      field(out, "os", one.originalSize()).text(",\"oc\":[\"@\"],\"ci\":");
      field(out.number(one.correctedId()), "cp", one.correctedPrice());
      field(out, "cs", one.correctedSize()).text(",\"cc\":[\"@\"]");
      channel = AlpacaChannel.CORRECTIONS;
    } else if (notice instanceof Notice.Cancel one) {
      begin(out, 'x').text(",\"i\":").number(one.tradeId()).text(",\"x\":\"V\"");
      field(out, "p", one.price());
      field(out, "s", one.size()).text(",\"a\":\"" + one.action() + "\"");
      channel = AlpacaChannel.CANCEL_ERRORS;
    } else {
      throw new IllegalStateException("no such notice: " + notice);
    }
    time(out, eventNs).text(",\"z\":\"C\"}");
    return channel;
  }

  void bookSnapshot(JsonBytes out, PublishedMarket shown) {
    time(begin(out, 'o'), shown.eventNs()).text(",\"b\":[");
    side(out, seenBids);
    side(out.text("],\"a\":["), seenAsks);
    out.text("],\"r\":true}");
  }

  private static void side(JsonBytes out, Levels levels) {
    for (int i = 0; i < levels.count(); i++) {
      level(out, levels.price(i), levels.size(i));
    }
    if (levels.count() > 0) {
      out.back(1);
    }
  }

  private static void level(JsonBytes out, long price, long size) {
    number(out.text("{\"p\":"), price);
    number(out.text(",\"s\":"), size).text("},");
  }

  /** The changes since the last {@link #inStep}; false if there are none. */
  boolean bookUpdate(JsonBytes out, PublishedMarket shown) {
    time(begin(out, 'o'), shown.eventNs()).text(",\"b\":[");
    int bids = changes(out, seenBids, shown.bids(), true);
    int asks = changes(out.text("],\"a\":["), seenAsks, shown.asks(), false);
    out.text("]}");
    return bids + asks > 0;
  }

  private static int changes(JsonBytes out, Levels before, Levels after, boolean highestFirst) {
    int count =
        LevelChanges.visit(before, after, highestFirst, (price, size) -> level(out, price, size));
    if (count > 0) {
      out.back(1);
    }
    return count;
  }

  /** The subscribers have seen the book as it is now. */
  void inStep(PublishedMarket shown) {
    seenBids.copyFrom(shown.bids());
    seenAsks.copyFrom(shown.asks());
  }
}
