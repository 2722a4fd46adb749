package io.tapedeck.risk.core;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.money.Price;
import org.jspecify.annotations.Nullable;

/** The place of one instrument's mark: stays the same object, so that holdings can point at it. */
final class MarkCell {
  @Nullable Mark mark;
  @Nullable Price price;
  int version;

  void put(Mark latest) {
    mark = latest;
    price = latest.price();
    version++;
  }
}
