package io.tapedeck.console.http;

import io.tapedeck.console.alerts.AlertBook;
import io.tapedeck.console.view.LimitsView.Written;
import io.tapedeck.domain.control.ControlCommand;
import io.tapedeck.domain.risk.AccountSnapshot;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.domain.tape.Coordinates;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the API shows and does, behind it the tape. Thread-safe. */
public interface Desk {
  /** The accounts as risk last published them, in order of their names. */
  Collection<AccountSnapshot> accounts();

  /** A decision and where it lies. */
  record Decided(Coordinates at, Decision decision) {}

  /** The latest decisions, newest first. */
  List<Decided> decisions();

  /** All that the tape knows of an intent, order or execution; empty if nothing. */
  Map<String, Object> explain(String id);

  /** The newest version of each scope. */
  SortedMap<String, RiskLimits> limits();

  /** All versions of a scope's limits, oldest first; null is every scope. */
  List<Map<String, Object>> limitsHistory(@Nullable String scope);

  /** A looker: gives at each call the news since its last one, empty if there are none. */
  Supplier<Map<String, Object>> news();

  /** Writes limits. */
  Written change(Function<SortedMap<String, RiskLimits>, RiskLimits> change);

  /** Writes a command; returns where its records lie. */
  List<String> command(ControlCommand command);

  /** The alerts that fire. */
  AlertBook alerts();

  /** Wall time, nanoseconds since the epoch. */
  long now();

  /** True once all of this can be answered. */
  boolean ready();
}
