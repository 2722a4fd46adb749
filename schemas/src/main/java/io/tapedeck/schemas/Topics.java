package io.tapedeck.schemas;

import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.market.MarketEvent;
import io.tapedeck.domain.order.ClaimEntry;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.order.OrderIntent;
import io.tapedeck.domain.order.VenueStatement;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.signal.Signal;
import io.tapedeck.domain.signal.StrategyJournalEntry;
import io.tapedeck.domain.tape.DeadLetter;
import io.tapedeck.schemas.Topic.Kept;
import io.tapedeck.schemas.Topic.Key;
import io.tapedeck.schemas.Topic.Owner;
import io.tapedeck.schemas.codec.AccountCodec;
import io.tapedeck.schemas.codec.ClaimCodec;
import io.tapedeck.schemas.codec.CommandCodec;
import io.tapedeck.schemas.codec.ControlCodec;
import io.tapedeck.schemas.codec.DeadLetterCodec;
import io.tapedeck.schemas.codec.DecisionCodec;
import io.tapedeck.schemas.codec.IntentCodec;
import io.tapedeck.schemas.codec.JournalCodec;
import io.tapedeck.schemas.codec.LimitsCodec;
import io.tapedeck.schemas.codec.MarkCodec;
import io.tapedeck.schemas.codec.MarketEventCodec;
import io.tapedeck.schemas.codec.OrderEventCodec;
import io.tapedeck.schemas.codec.SignalCodec;
import io.tapedeck.schemas.codec.StatementCodec;
import io.tapedeck.schemas.codec.StrategyJournalCodec;
import java.util.List;
import java.util.Optional;

/** The one catalogue of topics; no topic name is written anywhere else. */
public final class Topics {
  public static final Topic<MarketEvent> MARKET_TICKS =
      new Topic<>(
          "market-ticks-v1",
          Key.INSTRUMENT,
          new MarketEventCodec(),
          Owner.INGEST,
          Kept.LONG,
          "Everything a venue said about an instrument, in the order it was received");
  public static final Topic<Mark> MARKET_MARKS =
      new Topic<>(
          "market-marks-v1",
          Key.INSTRUMENT,
          new MarkCodec(),
          Owner.INGEST,
          Kept.COMPACT,
          "Latest conflated bid, ask and last, with the tick's coordinates");
  public static final Topic<Signal> SIGNALS =
      new Topic<>(
          "signals-v1",
          Key.INSTRUMENT,
          new SignalCodec(),
          Owner.SIGNALS,
          Kept.LONG,
          "Scores with their feature vectors, model and tick");
  public static final Topic<StrategyJournalEntry> STRATEGY_JOURNAL =
      new Topic<>(
          "strategy-journal-v1",
          Key.INSTRUMENT,
          new StrategyJournalCodec(),
          Owner.SIGNALS,
          Kept.FOREVER,
          "What a strategy saw besides ticks, and before which tick");
  public static final Topic<OrderIntent> ORDER_INTENTS =
      new Topic<>(
          "order-intents-v1",
          Key.ACCOUNT,
          new IntentCodec(),
          Owner.SIGNALS,
          Kept.FOREVER,
          "What a strategy wants, with all it looked at");
  public static final Topic<JournalEntry> RISK_JOURNAL =
      new Topic<>(
          "risk-journal-v1",
          Key.ACCOUNT,
          new JournalCodec(),
          Owner.RISK,
          Kept.FOREVER,
          "Numbered, hash-chained inputs of every risk step");
  public static final Topic<Decision> RISK_DECISIONS =
      new Topic<>(
          "risk-decisions-v1",
          Key.ACCOUNT,
          new DecisionCodec(),
          Owner.RISK,
          Kept.FOREVER,
          "Approved or denied, every check, provenance");
  public static final Topic<OrderCommand> ORDERS_APPROVED =
      new Topic<>(
          "orders-approved-v1",
          Key.ACCOUNT,
          new CommandCodec(),
          Owner.RISK,
          Kept.FOREVER,
          "Submit, cancel and replace commands for the executor");
  public static final Topic<AccountSnapshot> ACCOUNT_STATE =
      new Topic<>(
          "account-state-v1",
          Key.ACCOUNT,
          new AccountCodec(),
          Owner.RISK,
          Kept.COMPACT,
          "Positions, exposure, profit and loss of each account");
  public static final Topic<ClaimEntry> EXECUTOR_JOURNAL =
      new Topic<>(
          "executor-journal-v1",
          Key.INTENT,
          new ClaimCodec(),
          Owner.EXECUTOR,
          Kept.FOREVER,
          "Claims on approved orders and what became of them");
  public static final Topic<OrderEvent> ORDER_EVENTS =
      new Topic<>(
          "order-events-v1",
          Key.ACCOUNT,
          new OrderEventCodec(),
          Owner.EXECUTOR,
          Kept.FOREVER,
          "Past-tense order events and fills, one per venue execution id");
  public static final Topic<VenueStatement> VENUE_STATEMENTS =
      new Topic<>(
          "venue-statements-v1",
          Key.ACCOUNT,
          new StatementCodec(),
          Owner.EXECUTOR,
          Kept.FOREVER,
          "What the venue itself says: balances and working orders");
  public static final Topic<ControlCommand> CONTROL_COMMANDS =
      new Topic<>(
          "control-commands-v1",
          Key.ACCOUNT,
          new ControlCodec(),
          Owner.CONSOLE,
          Kept.FOREVER,
          "Breaker, kill, cancel-all, close, liquidate");
  public static final Topic<RiskLimits> RISK_LIMITS =
      new Topic<>(
          "risk-limits-v1",
          Key.SCOPE,
          new LimitsCodec(),
          Owner.CONSOLE,
          Kept.FOREVER,
          "Every version of every limit: who, why, what");
  public static final Topic<DeadLetter> INGEST_DEAD_LETTERS =
      deadLetters("ingest-dead-letters-v1", Owner.INGEST);
  public static final Topic<DeadLetter> SIGNALS_DEAD_LETTERS =
      deadLetters("signals-dead-letters-v1", Owner.SIGNALS);
  public static final Topic<DeadLetter> RISK_DEAD_LETTERS =
      deadLetters("risk-dead-letters-v1", Owner.RISK);
  public static final Topic<DeadLetter> EXECUTOR_DEAD_LETTERS =
      deadLetters("executor-dead-letters-v1", Owner.EXECUTOR);

  /** All of them, in the order of the flow. */
  public static final List<Topic<?>> ALL =
      List.of(
          MARKET_TICKS,
          MARKET_MARKS,
          SIGNALS,
          STRATEGY_JOURNAL,
          ORDER_INTENTS,
          RISK_JOURNAL,
          RISK_DECISIONS,
          ORDERS_APPROVED,
          ACCOUNT_STATE,
          EXECUTOR_JOURNAL,
          ORDER_EVENTS,
          VENUE_STATEMENTS,
          CONTROL_COMMANDS,
          RISK_LIMITS,
          INGEST_DEAD_LETTERS,
          SIGNALS_DEAD_LETTERS,
          RISK_DEAD_LETTERS,
          EXECUTOR_DEAD_LETTERS);

  private Topics() {}

  /** The row of a topic name, without any prefix. */
  public static Optional<Topic<?>> named(String name) {
    return ALL.stream().filter(topic -> topic.name().equals(name)).findFirst();
  }

  private static Topic<DeadLetter> deadLetters(String name, Owner owner) {
    return new Topic<>(
        name,
        Key.ORIGINAL,
        new DeadLetterCodec(),
        owner,
        Kept.LONG,
        "Records that the service could not process, whole, with address and reason");
  }
}
