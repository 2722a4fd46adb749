package io.tapedeck.domain.risk;

import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.id.IntentId;
import io.tapedeck.domain.id.StrategyId;
import io.tapedeck.domain.money.Price;
import io.tapedeck.domain.order.OrderAction;
import io.tapedeck.domain.tape.Coordinates;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the gate said to an intent, and why.
 *
 * @param journalSeq the entry's number in its partition
 * @param accountSeq the entry's number in its account
 * @param checks all that were made, passed ones too, in order
 * @param mark the price that the order was valued at; null if none was known
 * @param markSource where the mark came from; null if none was known
 * @param limitsVersion version of the limits in force; 0 if none were known
 * @param modelSha256 the model behind the intent; empty if none
 * @param source the intent's record
 * @param previousHash hex chain hash before this entry
 * @param shadow what limits on trial would have said; null if there are none
 */
public record Decision(
    IntentId intent,
    AccountId account,
    StrategyId strategy,
    InstrumentId instrument,
    OrderAction action,
    boolean approved,
    long journalSeq,
    long accountSeq,
    long eventNanos,
    List<CheckResult> checks,
    @Nullable Price mark,
    @Nullable Coordinates markSource,
    long limitsVersion,
    String modelSha256,
    Coordinates source,
    String previousHash,
    @Nullable ShadowVerdict shadow) {
  public Decision {
    checks = List.copyOf(checks);
  }

  /**
   * What limits on trial would have said. Nothing follows from it.
   *
   * @param limitsVersion version of the most specific shadow scope
   * @param denials the codes that would have denied it, in order of the checks
   */
  public record ShadowVerdict(long limitsVersion, boolean approved, List<CheckCode> denials) {
    public ShadowVerdict {
      denials = List.copyOf(denials);
    }
  }

  /** The same decision with the chain hash before its entry. */
  public Decision after(String hash) {
    return new Decision(
        intent,
        account,
        strategy,
        instrument,
        action,
        approved,
        journalSeq,
        accountSeq,
        eventNanos,
        checks,
        mark,
        markSource,
        limitsVersion,
        modelSha256,
        source,
        hash,
        shadow);
  }

  /** The codes that denied it, in order of the checks. */
  public List<CheckCode> denials() {
    return checks.stream().filter(c -> !c.passed()).map(CheckResult::code).toList();
  }
}
