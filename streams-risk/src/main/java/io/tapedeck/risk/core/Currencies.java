package io.tapedeck.risk.core;

import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.limits.Setting;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.money.Money;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which currency an instrument is priced in, and what a currency is worth in an account's. Where
 * the limits name no currency for the account, all count at par: it trades in one.
 */
final class Currencies {
  private static final String EQUITIES = "USD";

  private Currencies() {}

  /** Currency that an instrument is priced in: what stands behind the slash, else US dollars. */
  static String quote(InstrumentId instrument) {
    String name = instrument.value();
    int slash = name.lastIndexOf('/');
    return slash < 0 ? EQUITIES : name.substring(slash + 1);
  }

  /** What stands before the slash; empty for what has none. */
  static String base(InstrumentId instrument) {
    String name = instrument.value();
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(name.indexOf(':') + 1, slash);
  }

  /** The conversions that everyone's limits name. */
  static Map<String, InstrumentId> conversions(@Nullable RiskLimits everyone) {
    String text = everyone == null ? null : everyone.setting(Setting.CONVERSIONS.key());
    Map<String, InstrumentId> conversions = new HashMap<>();
    if (text != null) {
      for (String item : Setting.items(text)) {
        Map.Entry<String, InstrumentId> conversion = Setting.conversion(item);
        conversions.put(conversion.getKey(), conversion.getValue());
      }
    }
    return conversions;
  }

  /**
   * What one unit of a currency is worth in another, raw scale-9.
   *
   * @param into the account's currency, null if none is named
   * @return null if no mark says
   */
  static @Nullable Long rate(RiskState state, String from, @Nullable String into) {
    if (into == null || from.equals(into)) {
      return FixedPoint.ONE;
    }
    InstrumentId pair = state.conversions().get(from);
    Mark mark = pair == null ? null : state.mark(pair);
    Price price = mark == null ? null : mark.price();
    return price == null ? null : price.raw();
  }

  /** Money at a rate; unconverted at par. */
  static Money at(Money money, long rate) {
    return rate == FixedPoint.ONE ? money : new Money(FixedPoint.multiply(money.raw(), rate));
  }
}
