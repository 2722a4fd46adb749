package io.tapedeck.domain.limits;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.List;

/** The scopes of limits that hold for an order, by their names on the tape. */
public final class Scopes {
  /** Before a strategy's name. */
  public static final String STRATEGY = "strategy:";

  /** Before an instrument. */
  public static final String INSTRUMENT = "instrument:";

  /** Before a venue. */
  public static final String VENUE = "venue:";

  private Scopes() {}

  /** The scopes of an order, most specific first. */
  public static List<String> of(AccountId account, StrategyId strategy, InstrumentId instrument) {
    return List.of(
        STRATEGY + strategy.value(),
        account.value(),
        INSTRUMENT + instrument.value(),
        VENUE + instrument.venue(),
        RiskLimits.EVERYONE);
  }

  /** The scopes of an account, whatever it trades. */
  public static List<String> of(AccountId account) {
    return List.of(account.value(), RiskLimits.EVERYONE);
  }
}
