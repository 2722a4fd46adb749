package io.tapedeck.console;

import io.tapedeck.console.alerts.AlertBook;
import io.tapedeck.console.http.Desk;
import io.tapedeck.console.kafka.CommandWriter;
import io.tapedeck.console.kafka.Latest;
import io.tapedeck.console.view.Explanation;
import io.tapedeck.console.view.LimitsView;
import io.tapedeck.console.view.LimitsView.Written;
import io.tapedeck.console.view.LiveView;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.runtime.Platform;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The desk on the tape itself. */
final class TapeDesk implements Desk {
  private final Platform platform;
  private final Latest latest;
  private final CommandWriter commands;
  private final AlertBook alerts;
  // reading whole topics is heavy: one at a time, however many ask
  private final Object oneScan = new Object();

  TapeDesk(Platform platform, Latest latest, CommandWriter commands, AlertBook alerts) {
    this.platform = platform;
    this.latest = latest;
    this.commands = commands;
    this.alerts = alerts;
  }

  @Override
  public Collection<AccountSnapshot> accounts() {
    return latest.accounts();
  }

  @Override
  public List<Decided> decisions() {
    return latest.decisions().stream().map(d -> new Decided(d.getKey(), d.getValue())).toList();
  }

  @Override
  public Map<String, Object> explain(String id) {
    synchronized (oneScan) {
      return Explanation.of(platform, id);
    }
  }

  @Override
  public SortedMap<String, RiskLimits> limits() {
    return latest.limits();
  }

  @Override
  public List<Map<String, Object>> limitsHistory(@Nullable String scope) {
    synchronized (oneScan) {
      return LimitsView.history(platform, scope);
    }
  }

  @Override
  public Supplier<Map<String, Object>> news() {
    LiveView view = new LiveView(latest);
    return view::news;
  }

  @Override
  public Written change(Function<SortedMap<String, RiskLimits>, RiskLimits> change) {
    return LimitsView.write(platform, change);
  }

  @Override
  public List<String> command(ControlCommand command) {
    return commands.write(command);
  }

  @Override
  public AlertBook alerts() {
    return alerts;
  }

  @Override
  public long now() {
    return platform.clock().epochNanos();
  }

  @Override
  public boolean ready() {
    return latest.caughtUp();
  }
}
