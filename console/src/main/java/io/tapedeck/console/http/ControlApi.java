package io.tapedeck.console.http;

import io.tapedeck.console.control.Commander;
import io.tapedeck.console.limits.LimitsChange;
import io.tapedeck.console.view.AccountView;
import io.tapedeck.console.view.CommandView;
import io.tapedeck.console.view.DecisionView;
import io.tapedeck.console.view.LimitsView;
import io.tapedeck.domain.control.ControlAction;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.limits.Limit;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.RiskLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The paths below {@code /api/v1}, each as one line of {@link #routes}. */
final class ControlApi {
  private static final String BY_HAND = "by hand";
  private static final int MOST_DECISIONS = 1_000;

  private final Desk desk;
  private final boolean needsApprover;
  private final Commander commander;

  ControlApi(Desk desk, boolean needsApprover) {
    this.desk = desk;
    this.needsApprover = needsApprover;
    this.commander = new Commander(desk::command, desk::now);
  }

  List<Route> routes() {
    String api = "/api/v1";
    return List.of(
        get(api + "/circuit-breaker/status", this::breakers),
        post(api + "/circuit-breaker/activate", this::trip),
        post(api + "/circuit-breaker/deactivate", this::reset),
        post(api + "/circuit-breaker/reset", this::reset),
        get(api + "/positions", this::positions),
        post(api + "/positions/{symbol}/close", this::close),
        get(api + "/pnl", this::pnl),
        get(api + "/orders", this::orders),
        post(api + "/orders/cancel-all", call -> order(call, ControlAction.CANCEL_ALL, BY_HAND)),
        post(api + "/liquidate", this::liquidate),
        post(api + "/trading/enable", this::enable),
        post(api + "/shutdown", call -> order(call, ControlAction.HALT, BY_HAND)),
        get(api + "/decisions", this::decisions),
        get(api + "/decisions/{id}", this::decision),
        get(api + "/limits", this::limits),
        post(api + "/limits", this::change),
        get(
            api + "/limits/history",
            call -> Map.of("history", desk.limitsHistory(call.text("scope")))),
        get(api + "/session", this::session),
        new Route("GET", "/health/live", Scope.OPEN, call -> Map.of("status", "UP")),
        new Route("GET", "/health/ready", Scope.OPEN, this::ready));
  }

  private static Route get(String path, Function<Call, Object> handler) {
    return new Route("GET", path, Scope.READ, handler);
  }

  private static Route post(String path, Function<Call, Object> handler) {
    return new Route("POST", path, Scope.CONTROL, handler);
  }

  private Object ready(Call call) {
    if (!desk.ready()) {
      throw new HttpRefusal(503, "the topics are not read to their ends yet");
    }
    return Map.of("status", "UP");
  }

  private Object session(Call call) {
    return Map.of(
        "role",
        call.allowed().name().toLowerCase(Locale.ROOT),
        "needs_approver",
        needsApprover,
        "limits",
        Arrays.stream(Limit.values()).map(Limit::key).toList());
  }

  private List<AccountSnapshot> accounts(Call call) {
    String only = call.text("account");
    return desk.accounts().stream()
        .filter(account -> only == null || account.account().value().equals(only))
        .toList();
  }

  private Object breakers(Call call) {
    List<Map<String, Object>> rows = accounts(call).stream().map(AccountView::breaker).toList();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("active", rows.stream().anyMatch(row -> Boolean.TRUE.equals(row.get("active"))));
    view.put("accounts", rows);
    return view;
  }

  private Object positions(Call call) {
    return Map.of(
        "positions",
        accounts(call).stream().flatMap(a -> AccountView.positions(a).stream()).toList());
  }

  private Object pnl(Call call) {
    return Map.of("accounts", accounts(call).stream().map(AccountView::pnl).toList());
  }

  private Object orders(Call call) {
    return Map.of(
        "orders", accounts(call).stream().flatMap(a -> AccountView.orders(a).stream()).toList());
  }

  private Object trip(Call call) {
    return order(call, ControlAction.TRIP_BREAKER, BY_HAND);
  }

  /** Stopping is easy, going on again is not: it needs a reason. */
  private Object reset(Call call) {
    call.onlyKnows("account", "actor", "reason");
    String reason = reason(call, null);
    return view(commander.resetBreaker(account(call), desk.accounts(), actor(call), reason));
  }

  private Object enable(Call call) {
    return order(call, ControlAction.RESUME, null);
  }

  private Object order(Call call, ControlAction action, @Nullable String reasonIfNone) {
    call.onlyKnows("account", "actor", "reason");
    return view(
        List.of(commander.order(action, account(call), actor(call), reason(call, reasonIfNone))));
  }

  private Object liquidate(Call call) {
    call.onlyKnows("account", "actor", "reason", "confirm");
    if (!call.flag("confirm")) {
      throw new HttpRefusal(
          400, "this closes every position at the market: say \"confirm\": true if that is meant");
    }
    return view(
        List.of(
            commander.order(
                ControlAction.LIQUIDATE, account(call), actor(call), reason(call, BY_HAND))));
  }

  private Object close(Call call) {
    call.onlyKnows("account", "actor", "reason");
    String symbol = call.path("symbol");
    List<CommandView> written =
        commander.close(symbol, accounts(call), actor(call), reason(call, BY_HAND));
    if (written.isEmpty()) {
      throw new HttpRefusal(
          404,
          "no account holds "
              + symbol
              + "; held: "
              + desk.accounts().stream()
                  .flatMap(a -> AccountView.positions(a).stream())
                  .map(row -> row.get("instrument"))
                  .distinct()
                  .toList());
    }
    return view(written);
  }

  private static Object view(List<CommandView> written) {
    return Map.of("commands", written.stream().map(CommandView::view).toList());
  }

  private static @Nullable AccountId account(Call call) {
    String name = call.text("account");
    return name == null || name.equals(RiskLimits.EVERYONE) ? null : new AccountId(name);
  }

  private static String actor(Call call) {
    return call.text("actor", "control-api");
  }

  private static String reason(Call call, @Nullable String otherwise) {
    String reason = call.text("reason");
    if (reason == null || reason.isBlank()) {
      if (otherwise == null) {
        throw new HttpRefusal(400, "say a \"reason\": to go on again needs one");
      }
      return otherwise;
    }
    return reason;
  }

  private Object decisions(Call call) {
    String account = call.text("account");
    String approved = call.text("approved");
    String instrument = call.text("instrument");
    int most = most(call.text("limit", "100"));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Desk.Decided decided : desk.decisions()) {
      var d = decided.decision();
      if (rows.size() < most
          && (account == null || d.account().value().equals(account))
          && (instrument == null || d.instrument().equals(new InstrumentId(instrument)))
          && (approved == null || approved.equals(Boolean.toString(d.approved())))) {
        rows.add(DecisionView.whole(decided.at(), d));
      }
    }
    return Map.of("decisions", rows);
  }

  private static int most(String text) {
    try {
      int most = Integer.parseInt(text);
      if (most > 0 && most <= MOST_DECISIONS) {
        return most;
      }
    } catch (NumberFormatException e) {
      // refused below, with the range
    }
    throw new HttpRefusal(400, "limit must be 1 to " + MOST_DECISIONS + ", is " + text);
  }

  private Object decision(Call call) {
    Map<String, Object> found = desk.explain(call.path("id"));
    if (found.isEmpty()) {
      throw new HttpRefusal(404, "nothing on the tape is named " + call.path("id"));
    }
    return found;
  }

  private Object limits(Call call) {
    String scope = call.text("scope");
    return Map.of(
        "limits",
        desk.limits().values().stream()
            .filter(version -> LimitsView.in(scope, version))
            .map(LimitsView::version)
            .toList());
  }

  private Object change(Call call) {
    call.onlyKnows("scope", "set", "unset", "promote", "shadow", "why", "actor", "approved_by");
    String scope = call.text("scope", "");
    LimitsChange change =
        new LimitsChange(
            call.flag("shadow") ? RiskLimits.SHADOW + scope : scope,
            call.text("actor", ""),
            call.text("approved_by", ""),
            call.text("why", ""),
            desk.now(),
            needsApprover);
    Map<String, String> set = call.texts("set");
    List<String> unset = call.list("unset");
    if ((set.isEmpty() ? 0 : 1) + (unset.isEmpty() ? 0 : 1) + (call.flag("promote") ? 1 : 0) != 1) {
      throw new HttpRefusal(400, "say exactly one of \"set\", \"unset\" and \"promote\": true");
    }
    return desk.change(
            latest ->
                call.flag("promote")
                    ? change.promote(latest)
                    : set.isEmpty() ? change.unset(latest, unset) : change.set(latest, set))
        .view();
  }
}
