package io.tapedeck.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.ExecutionId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.money.Quantity;
import io.tapedeck.domain.order.Execution;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderEventKind;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.OrderTerms;
import io.tapedeck.domain.order.Side;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Evidence;
import io.tapedeck.domain.tape.Coordinates;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tape: buy 1 at 100, filled; buy 3 at 100, denied as too large; the mark ends at 110. */
@Tag("U1")
class WhatIfTest {
  private static final AccountId MAIN = new AccountId("main");
  private static final InstrumentId BTC = new InstrumentId("KRAKEN:BTC/USD");
  private static final long T0 = 1_723_161_254_000_000_000L;

  private static RiskLimits limits(String orderValue) {
    TreeMap<String, Long> values = new TreeMap<>();
    Map.of(
            "capital", "100000",
            "max_order_value", orderValue,
            "max_notional_per_position", "20000",
            "max_concentration_percent", "25",
            "max_daily_loss", "5000",
            "max_mark_age_seconds", "30")
        .forEach((name, value) -> values.put(name, FixedPoint.parse(value)));
    return new RiskLimits("*", 1, "me", "", "test", T0, values);
  }

  private static OrderIntent buy(String id, String quantity) {
    return new OrderIntent(
        new IntentId(id),
        MAIN,
        new StrategyId("test"),
        BTC,
        new OrderAction.Submit(OrderTerms.market(Side.BUY, Quantity.of(quantity))),
        T0,
        T0,
        T0 + 5_000_000_000L,
        Evidence.byHand(new Coordinates("market-ticks-v1", 0, 1)));
  }

  private static Mark mark(String price, long offset) {
    Price at = Price.of(price);
    return new Mark(BTC, at, at, at, T0, T0, new Coordinates("market-ticks-v1", 0, offset));
  }

  private static OrderEvent filled(String intent) {
    return new OrderEvent(
        MAIN,
        new IntentId(intent),
        BTC,
        OrderEventKind.FILLED,
        null,
        null,
        T0,
        T0,
        new Execution(
            new ExecutionId("e1"),
            Side.BUY,
            Quantity.of("1"),
            Price.of("100"),
            Money.ZERO,
            "USD",
            false),
        null,
        null,
        null,
        "");
  }

  private static final class Written implements Tape {
    private final Formats formats = Formats.offline();
    private final List<TapeRecord> journal = new ArrayList<>();
    private long accountSeq;

    Written add(@Nullable AccountId account, JournalEvent event) {
      long seq = journal.size() + 1;
      JournalEntry entry =
          new JournalEntry(
              seq,
              account,
              account == null ? 0 : ++accountSeq,
              new Coordinates("source", 0, seq),
              T0,
              event);
      byte[] value = formats.of(Topics.RISK_JOURNAL).encode(entry);
      Coordinates at = new Coordinates(Topics.RISK_JOURNAL.name(), 0, seq);
      journal.add(new TapeRecord(at, 1, null, value, Map.of()));
      return this;
    }

    @Override
    public int partitions(Topic<?> topic) {
      return 1;
    }

    @Override
    public Records records(Topic<?> topic, int partition) {
      Iterator<TapeRecord> all = journal.iterator();
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

  private static Tape tape() {
    return new Written()
        .add(null, new JournalEvent.LimitsObserved(limits("200")))
        .add(null, new JournalEvent.MarksObserved(List.of(mark("100", 1))))
        .add(MAIN, new JournalEvent.IntentReceived(buy("small", "1")))
        .add(MAIN, new JournalEvent.IntentReceived(buy("large", "3")))
        .add(MAIN, new JournalEvent.OrderEventReceived(filled("small")))
        .add(null, new JournalEvent.MarksObserved(List.of(mark("110", 2))));
  }

  @Test
  void theSameLimitsChangeNothing() {
    WhatIf.Result result = new WhatIf(tape(), List.of(limits("200"))).run();
    assertThat(result.decisions()).isEqualTo(2);
    assertThat(result.changed()).isEmpty();
    assertThat(result.profitWould()).isEqualTo(result.profitWas());
    assertThat(result.profitWas()).containsEntry(MAIN, Money.of("10"));
  }

  @Test
  void tighterLimitsLeaveOutTheExecutionsOfWhatTheyDeny() {
    WhatIf.Result result = new WhatIf(tape(), List.of(limits("50"))).run();
    assertThat(result.turns()).isEqualTo(Map.of("approved -> denied", 1L));
    assertThat(result.byCode()).isEqualTo(Map.of(CheckCode.ORDER_VALUE, 1L));
    assertThat(result.changed().get(0).entry().offset()).isEqualTo(3);
    assertThat(result.profitWould()).containsEntry(MAIN, Money.ZERO);
  }

  @Test
  void widerLimitsAssumeAFillAtTheMarkAndSaySo() {
    WhatIf.Result result = new WhatIf(tape(), List.of(limits("500"))).run();
    assertThat(result.turns()).isEqualTo(Map.of("denied -> approved", 1L));
    assertThat(result.assumedFills()).isEqualTo(1);
    // 1 and 3 units, 10 won on each
    assertThat(result.profitWould()).containsEntry(MAIN, Money.of("40"));
  }
}
