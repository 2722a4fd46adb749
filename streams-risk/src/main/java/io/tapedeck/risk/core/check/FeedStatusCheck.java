package io.tapedeck.risk.core.check;

import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.market.FeedStatus;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.CheckCode;
import io.tapedeck.domain.risk.CheckResult;
import java.util.List;

/** No growth on a feed that is known to be broken or silent. */
public final class FeedStatusCheck implements Check {
  @Override
  public CheckCode code() {
    return CheckCode.FEED_STALE;
  }

  @Override
  public boolean holdsReductions() {
    return false;
  }

  @Override
  public List<String> limits() {
    return List.of(Limit.MAX_DATA_SILENCE_SECONDS.key());
  }

  @Override
  public String rules() {
    return "FIA market-data reasonability";
  }

  @Override
  public CheckResult check(Order order) {
    if (order.state().dataSilent()) {
      return CheckResult.of(code(), false, "no market data");
    }
    Mark mark = order.mark();
    FeedStatus status = mark == null ? FeedStatus.UNKNOWN : mark.feedStatus();
    boolean passed =
        status != FeedStatus.LOST && status != FeedStatus.GAP && status != FeedStatus.STALE;
    return CheckResult.of(code(), passed, status.name());
  }
}
