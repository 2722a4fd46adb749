package io.tapedeck.risk.core;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.order.OrderCommand;
import io.tapedeck.domain.risk.Decision;
import java.util.List;
import java.util.Set;

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
  /** Nothing but changed accounts. */
  static Outcome changed(Set<AccountId> accounts) {
    return new Outcome(List.of(), List.of(), accounts, List.of());
  }
}
