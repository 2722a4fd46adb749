package io.tapedeck.domain.risk;

import io.tapedeck.domain.money.FixedPoint;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one check, passed or not.
 *
 * @param observed raw scale-9 value in the code's unit, null where the check has none
 * @param limit raw scale-9 value, null where the check has none
 * @param headroom limit minus observed, null where the check has none; negative means breached
 * @param note which limit applied, or why a growth limit did not hold a reducing order; may be
 *     empty
 */
public record CheckResult(
    CheckCode code,
    boolean passed,
    @Nullable Long observed,
    @Nullable Long limit,
    @Nullable Long headroom,
    String note) {

  /** A check with numbers; passes while observed does not exceed the limit. */
  public static CheckResult atMost(CheckCode code, long observed, long limit, String note) {
    return new CheckResult(
        code, observed <= limit, observed, limit, Math.subtractExact(limit, observed), note);
  }

  /** A check without numbers. */
  public static CheckResult of(CheckCode code, boolean passed, String note) {
    return new CheckResult(code, passed, null, null, null, note);
  }

  /** The same numbers, but passed since the order only reduces risk. */
  public CheckResult waived(String why) {
    return passed ? this : new CheckResult(code, true, observed, limit, headroom, why);
  }

  /** {@code CODE: observed=… limit=… headroom=… (note)}. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(code.name());
    out.append(passed ? " passed" : " FAILED");
    if (observed != null) {
      FixedPoint.append(out.append(" observed="), observed);
    }
    if (limit != null) {
      FixedPoint.append(out.append(" limit="), limit);
    }
    if (headroom != null) {
      FixedPoint.append(out.append(" headroom="), headroom);
    }
    return note.isEmpty() ? out.toString() : out.append(" (").append(note).append(')').toString();
  }
}
