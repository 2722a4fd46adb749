package io.tapedeck.risk.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.risk.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an entry led to, in order.
 *
 * @param decisions on intents, with an empty chain hash that the journal's writer fills in
 * @param commands for the executor
 * @param changed accounts whose state changed
 * @param alarms what a person must know; the shell logs and counts them
 */
public record Outcome(
    List<Decision> decisions,
    List<OrderCommand> commands,
    Set<AccountId> changed,
    List<String> alarms) {
  /** Nothing at all. */
  static final Outcome NOTHING = new Outcome(List.of(), List.of(), Set.of(), List.of());

  /** Nothing but changed accounts. */
  static Outcome changed(Set<AccountId> accounts) {
    return new Outcome(List.of(), List.of(), accounts, List.of());
  }

  /** Both, in this order. */
  @SuppressWarnings("ReferenceEquality") // the one constant; anything else is joined as it is
  Outcome and(Outcome next) {
    if (next == NOTHING) {
      return this;
    }
    if (this == NOTHING) {
      return next;
    }
    List<Decision> allDecisions = new ArrayList<>(decisions);
    allDecisions.addAll(next.decisions);
    List<OrderCommand> allCommands = new ArrayList<>(commands);
    allCommands.addAll(next.commands);
    Set<AccountId> allChanged = new TreeSet<>(changed);
    allChanged.addAll(next.changed);
    List<String> allAlarms = new ArrayList<>(alarms);
    allAlarms.addAll(next.alarms);
    return new Outcome(allDecisions, allCommands, allChanged, allAlarms);
  }
}
