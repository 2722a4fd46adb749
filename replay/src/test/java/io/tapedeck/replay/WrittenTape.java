package io.tapedeck.replay;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.ConfluentFormat;
import io.tapedeck.schemas.serde.Formats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Journal and decisions in memory, written as the risk service writes them. */
final class WrittenTape implements Tape {
  static final AccountId MAIN = new AccountId("main");
  static final AccountId OTHER = new AccountId("other");
  static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USDT");
  static final long T0 = 1_723_161_254_000_000_000L;

  private final Formats formats;
  private final BiFunction<Topic<?>, byte[], byte[]> rewrite;
  private final List<Lane> lanes = new ArrayList<>();

  WrittenTape(int partitions) {
    this(partitions, Formats.offline(), (topic, bytes) -> bytes);
  }

  /**
   * As another build would have written it.
   *
   * @param rewrite this build's record of a topic as that build's
   */
  WrittenTape(int partitions, Formats formats, BiFunction<Topic<?>, byte[], byte[]> rewrite) {
    this.formats = formats;
    this.rewrite = rewrite;
    for (int partition = 0; partition < partitions; partition++) {
      lanes.add(new Lane(partition));
    }
  }

  /** One partition. */
  private final class Lane {
    private final int partition;
    private final List<TapeRecord> journal = new ArrayList<>();
    private final List<TapeRecord> decisions = new ArrayList<>();
    private final RiskState state = new RiskState();
    private final Map<AccountId, Long> numbers = new HashMap<>();
    private ChainHash chain = ChainHash.GENESIS;

    Lane(int partition) {
      this.partition = partition;
    }

    void append(AccountId account, JournalEvent event) {
      long seq = state.seq() + 1;
      Coordinates source = new Coordinates(Topics.ORDER_INTENTS.name(), partition, seq);
      long number = account == null ? 0 : numbers.merge(account, 1L, Long::sum);
      JournalEntry entry = new JournalEntry(seq, account, number, source, T0 + seq, event);
      List<byte[]> decided = new ArrayList<>();
      for (Decision decision : RiskEngine.decide(state, entry).decisions()) {
        byte[] bytes =
            rewritten(
                Topics.RISK_DECISIONS,
                formats.of(Topics.RISK_DECISIONS).encode(decision.after(chain.toString())));
        decided.add(bytes);
        decisions.add(record(Topics.RISK_DECISIONS, decisions.size() * 2L, bytes, Map.of()));
      }
      byte[] bytes = rewritten(Topics.RISK_JOURNAL, formats.of(Topics.RISK_JOURNAL).encode(entry));
      chain = chain.next(bytes, decided, ConfluentFormat.HEADER);
      journal.add(
          record(Topics.RISK_JOURNAL, seq * 2, bytes, Map.of(ChainHash.HEADER, chain.bytes())));
    }

    private byte[] rewritten(Topic<?> topic, byte[] bytes) {
      return rewrite.apply(topic, bytes);
    }

    private TapeRecord record(
        Topic<?> topic, long offset, byte[] value, Map<String, byte[]> headers) {
      return new TapeRecord(
          new Coordinates(topic.name(), partition, offset),
          1,
          "main".getBytes(StandardCharsets.UTF_8),
          value,
          headers);
    }
  }

  void append(int partition, AccountId account, JournalEvent event) {
    lanes.get(partition).append(account, event);
  }

  /** Limits, a mark, and so many intents of two accounts: a third of them too large. */
  WrittenTape filled(int intents) {
    for (int partition = 0; partition < lanes.size(); partition++) {
      append(partition, null, new JournalEvent.LimitsObserved(limits()));
      append(partition, null, new JournalEvent.MarksObserved(List.of(mark("60000", 1))));
      for (int i = 0; i < intents; i++) {
        intent(partition, i % 2 == 0 ? MAIN : OTHER, i);
      }
    }
    return this;
  }

  void intent(int partition, AccountId account, int i) {
    Quantity quantity = Quantity.of(i % 3 == 0 ? "0.5" : "0.01");
    append(
        partition,
        account,
        new JournalEvent.IntentReceived(
            new OrderIntent(
                new IntentId("intent-" + i),
                account,
                new StrategyId("test"),
                BTC,
                new OrderAction.Submit(OrderTerms.market(Side.BUY, quantity)),
                T0,
                T0,
                T0 + 5_000_000_000L,
                Evidence.byHand(new Coordinates(Topics.MARKET_TICKS.name(), 0, 1)))));
  }

  static Mark mark(String text, long offset) {
    Price price = Price.of(text);
    Coordinates tick = new Coordinates(Topics.MARKET_TICKS.name(), 0, offset);
    return new Mark(BTC, price, price, price, T0, T0, tick);
  }

  static RiskLimits limits() {
    TreeMap<String, Long> limits = new TreeMap<>();
    limits.put("capital", FixedPoint.parse("100000"));
    limits.put("max_order_value", FixedPoint.parse("10000"));
    limits.put("max_notional_per_position", FixedPoint.parse("20000"));
    limits.put("max_concentration_percent", FixedPoint.parse("25"));
    limits.put("max_daily_loss", FixedPoint.parse("5000"));
    limits.put("max_mark_age_seconds", FixedPoint.parse("30"));
    return new RiskLimits("*", 1, "me", "", "test", T0, limits);
  }

  /** The records of a partition, to tamper with. */
  List<TapeRecord> all(Topic<?> topic, int partition) {
    Lane lane = lanes.get(partition);
    if (topic == Topics.RISK_JOURNAL) {
      return lane.journal;
    }
    return topic == Topics.RISK_DECISIONS ? lane.decisions : List.of();
  }

  @Override
  public int partitions(Topic<?> topic) {
    return lanes.size();
  }

  @Override
  public Records records(Topic<?> topic, int partition) {
    Iterator<TapeRecord> all = all(topic, partition).iterator();
    return new Records() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public TapeRecord next() {
        return all.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Formats formats() {
    return formats;
  }

  @Override
  public void close() {}
}
