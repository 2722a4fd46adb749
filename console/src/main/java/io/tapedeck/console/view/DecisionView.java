package io.tapedeck.console.view;

import io.tapedeck.domain.money.FixedPoint;
import io.tapedeck.domain.risk.CheckResult;
import io.tapedeck.domain.risk.Decision;
import io.tapedeck.domain.tape.Coordinates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision for JSON. Numbers are texts of nine places at most, so that none is rounded. */
public final class DecisionView {
  /** A passed check whose headroom is a smaller part of its limit than this is a near miss. */
  public static final int NEAR_PERCENT = 20;

  private DecisionView() {}

  /** All of it, every check with its numbers. */
  public static Map<String, Object> whole(Coordinates at, Decision decision) {
    Map<String, Object> view = brief(at, decision);
    view.put("journal_partition", at.partition());
    view.put("journal_seq", decision.journalSeq());
    view.put("account_seq", decision.accountSeq());
    view.put("checks", decision.checks().stream().map(DecisionView::check).toList());
    view.put("near_misses", nearMisses(decision).stream().map(DecisionView::check).toList());
    view.put("mark", decision.mark() == null ? null : decision.mark().toString());
    view.put("limits_version", decision.limitsVersion());
    view.put("model_sha256", decision.modelSha256());
    view.put("previous_hash", decision.previousHash());
    Decision.ShadowVerdict shadow = decision.shadow();
    view.put("shadow", shadow == null ? null : shadow(decision, shadow));
    return view;
  }

  /** What tells it from others. */
  public static Map<String, Object> brief(Coordinates at, Decision decision) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("intent", decision.intent().value());
    view.put("account", decision.account().value());
    view.put("strategy", decision.strategy().value());
    view.put("instrument", decision.instrument().value());
    view.put("action", decision.action().toString());
    view.put("approved", decision.approved());
    view.put("denials", decision.denials().stream().map(Enum::name).toList());
    view.put("event_time", Times.text(decision.eventNanos()));
    view.put("record", at.toString());
    return view;
  }

  private static Map<String, Object> shadow(Decision decision, Decision.ShadowVerdict shadow) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("approved", shadow.approved());
    view.put("denials", shadow.denials().stream().map(Enum::name).toList());
    view.put("limits_version", shadow.limitsVersion());
    view.put("differs", shadow.approved() != decision.approved());
    return view;
  }

  /** A check. */
  public static Map<String, Object> check(CheckResult check) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("code", check.code().name());
    view.put("passed", check.passed());
    view.put("observed", number(check.observed()));
    view.put("limit", number(check.limit()));
    view.put("headroom", number(check.headroom()));
    view.put("unit", check.code().unit().name().toLowerCase(Locale.ROOT));
    view.put("note", check.note());
    return view;
  }

  private static @Nullable String number(@Nullable Long raw) {
    return raw == null ? null : FixedPoint.format(raw);
  }

  /** The checks that passed with a headroom below {@value #NEAR_PERCENT} percent of the limit. */
  public static List<CheckResult> nearMisses(Decision decision) {
    List<CheckResult> near = new ArrayList<>();
    for (CheckResult check : decision.checks()) {
      Long headroom = check.headroom();
      Long limit = check.limit();
      if (check.passed()
          && headroom != null
          && limit != null
          && limit != 0
          && headroom >= 0
          // both sides divided, not multiplied: a limit may fill the type
          && headroom < Math.abs(limit) / 100 * NEAR_PERCENT) {
        near.add(check);
      }
    }
    return near;
  }
}
