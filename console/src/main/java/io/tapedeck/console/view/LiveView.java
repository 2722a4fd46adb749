package io.tapedeck.console.view;

import io.tapedeck.console.kafka.Latest;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.order.OrderEvent;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one looker has not seen yet of the latest marks, accounts, decisions, executions and limits.
 * Of one thread.
 */
public final class LiveView {
  private static final int MOST_DECISIONS = 200;

  private final Latest latest;
  private final Map<InstrumentId, Mark> marks = new HashMap<>();
  private final Map<AccountId, AccountSnapshot> accounts = new HashMap<>();
  private Map<String, RiskLimits> limits = Map.of();
  private long decisions;
  private long fills;

  /** A looker that has seen nothing. */
  public LiveView(Latest latest) {
    this.latest = latest;
  }

  /** The news since the last call, lists by name; empty if there are none. */
  public Map<String, Object> news() {
    Map<String, Object> news = new LinkedHashMap<>();
    List<Object> changedMarks = new ArrayList<>();
    for (Mark mark : latest.marks()) {
      if (!mark.equals(marks.put(mark.instrument(), mark))) {
        changedMarks.add(MarketView.of(mark));
      }
    }
    put(news, "marks", changedMarks);
    List<Object> changedAccounts = new ArrayList<>();
    for (AccountSnapshot account : latest.accounts()) {
      AccountSnapshot before = accounts.put(account.account(), account);
      if (before == null || before.journalSeq() != account.journalSeq()) {
        changedAccounts.add(account(account));
      }
    }
    put(news, "accounts", changedAccounts);
    Latest.Since<Map.Entry<Coordinates, Decision>> decided = latest.decisionsSince(decisions);
    decisions = decided.count();
    put(
        news,
        "decisions",
        decided.news().stream()
            .limit(MOST_DECISIONS)
            .map(d -> DecisionView.brief(d.getKey(), d.getValue()))
            .toList());
    put(news, "use", use(decided.news()));
    Latest.Since<OrderEvent> filled = latest.fillsSince(fills);
    fills = filled.count();
    put(news, "fills", filled.news().stream().map(FillView::of).toList());
    Map<String, RiskLimits> now = latest.limits();
    if (!now.equals(limits)) {
      limits = now;
      put(news, "limits", now.values().stream().map(LimitsView::version).toList());
    }
    return news;
  }

  private static void put(Map<String, Object> news, String name, List<?> rows) {
    if (!rows.isEmpty()) {
      news.put(name, rows);
    }
  }

  private static Map<String, Object> account(AccountSnapshot account) {
    Map<String, Object> view = new LinkedHashMap<>(AccountView.pnl(account));
    view.putAll(AccountView.breaker(account));
    view.put("positions", AccountView.positions(account));
    view.put("orders", AccountView.orders(account));
    return view;
  }

  /** How far each limit is used, as the newest decision of each account saw it. */
  private static List<Map<String, Object>> use(List<Map.Entry<Coordinates, Decision>> newestFirst) {
    Map<AccountId, Map<String, Object>> use = new LinkedHashMap<>();
    for (Map.Entry<Coordinates, Decision> decided : newestFirst) {
      Decision decision = decided.getValue();
      List<Object> bounded = new ArrayList<>();
      for (CheckResult check : decision.checks()) {
        if (check.headroom() != null) {
          bounded.add(DecisionView.check(check));
        }
      }
      if (!bounded.isEmpty()) { // a cancel has none
        use.putIfAbsent(
            decision.account(),
            Map.of(
                "account",
                decision.account().value(),
                "instrument",
                decision.instrument().value(),
                "event_time",
                Times.text(decision.eventNanos()),
                "checks",
                bounded));
      }
    }
    return List.copyOf(use.values());
  }
}
