package io.tapedeck.replay;

import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says in words how two decisions on one intent differ. */
final class DecisionDifference {
  private DecisionDifference() {}

  static String describe(Decision written, Decision replayed) {
    List<String> parts = new ArrayList<>();
    field(parts, "intent", written.intent(), replayed.intent());
    field(parts, "approved", written.approved(), replayed.approved());
    field(parts, "accountSeq", written.accountSeq(), replayed.accountSeq());
    field(parts, "action", written.action(), replayed.action());
    field(parts, "mark", written.mark(), replayed.mark());
    field(parts, "limitsVersion", written.limitsVersion(), replayed.limitsVersion());
    field(parts, "previousHash", written.previousHash(), replayed.previousHash());
    List<CheckResult> was = written.checks();
    List<CheckResult> is = replayed.checks();
    for (int i = 0; i < Math.max(was.size(), is.size()); i++) {
      field(
          parts,
          "check " + (i + 1),
          i < was.size() ? was.get(i) : "none",
          i < is.size() ? is.get(i) : "none");
    }
    return "decision on intent "
        + written.intent()
        + " (entry "
        + written.journalSeq()
        + ") differs: "
        + (parts.isEmpty() ? "in its bytes" : String.join("; ", parts));
  }

  private static void field(
      List<String> parts, String name, @Nullable Object written, @Nullable Object replayed) {
    if (!Objects.equals(written, replayed)) {
      parts.add(name + " written " + written + ", replayed " + replayed);
    }
  }
}
