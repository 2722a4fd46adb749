package io.tapedeck.console.view;

import io.tapedeck.console.kafka.LimitsLedger;
import io.tapedeck.console.kafka.TopicScan;
import io.tapedeck.console.limits.LimitsChange;
import io.tapedeck.console.limits.LimitsChange.Difference;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.runtime.Platform;
import io.tapedeck.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Limits for JSON. */
public final class LimitsView {
  private LimitsView() {}

  /** True if a version is of the scope, or of its shadow; null is every scope. */
  public static boolean in(@Nullable String scope, RiskLimits version) {
    return scope == null
        || version.scope().equals(scope)
        || version.scope().equals(RiskLimits.SHADOW + scope);
  }

  /** A version, whole. */
  public static Map<String, Object> version(RiskLimits limits) {
    Map<String, Object> view = head(limits);
    view.put("values", LimitsChange.texts(limits));
    return view;
  }

  private static Map<String, Object> head(RiskLimits limits) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("scope", limits.scope());
    view.put("version", limits.version());
    view.put("changed_by", limits.changedBy());
    view.put("approved_by", limits.approvedBy());
    view.put("why", limits.why());
    view.put("at", Times.text(limits.atNanos()));
    return view;
  }

  /** A version, one line a name. */
  public static List<Map<String, Object>> lines(RiskLimits limits) {
    List<Map<String, Object>> rows = new ArrayList<>();
    LimitsChange.texts(limits)
        .forEach(
            (name, text) -> {
              Map<String, Object> row = new LinkedHashMap<>();
              row.put("scope", limits.scope());
              row.put("version", limits.version());
              row.put("name", name);
              row.put("value", text);
              rows.add(row);
            });
    return rows;
  }

  /** All versions, oldest first, each with what it changed and where risk took it up. */
  public static List<Map<String, Object>> history(Platform platform, @Nullable String scope) {
    Map<String, List<String>> effective = new HashMap<>();
    TopicScan.all(
        platform,
        Topics.RISK_JOURNAL,
        seen -> {
          if (seen.value().event() instanceof LimitsObserved observed) {
            effective
                .computeIfAbsent(key(observed.limits()), version -> new ArrayList<>())
                .add(seen.at().partition() + ":" + seen.value().seq());
          }
        });
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<String, RiskLimits> before = new HashMap<>();
    for (LimitsLedger.Version version : new LimitsLedger(platform).history()) {
      RiskLimits limits = version.limits();
      RiskLimits old = before.put(limits.scope(), limits);
      if (in(scope, limits)) {
        Map<String, Object> row = head(limits);
        row.put(
            "changes",
            LimitsChange.differences(old, limits).stream().map(Difference::toString).toList());
        row.put("effective_from", effective.getOrDefault(key(limits), List.of()));
        row.put("record", version.at().toString());
        rows.add(row);
      }
    }
    return rows;
  }

  private static String key(RiskLimits limits) {
    return limits.scope() + " " + limits.version();
  }

  /**
   * A version just written.
   *
   * @param before null if it is the scope's first
   */
  public record Written(@Nullable RiskLimits before, RiskLimits after) {
    /** Old and new. */
    public List<Difference> differences() {
      return LimitsChange.differences(before, after);
    }

    /** For JSON. */
    public Map<String, Object> view() {
      Map<String, Object> view = head(after);
      view.put("changes", differences().stream().map(Difference::toString).toList());
      return view;
    }
  }

  /** Writes what a change makes of the newest versions. */
  public static Written write(
      Platform platform, Function<SortedMap<String, RiskLimits>, RiskLimits> change) {
    AtomicReference<@Nullable RiskLimits> before = new AtomicReference<>();
    RiskLimits after =
        new LimitsLedger(platform)
            .write(
                latest -> {
                  RiskLimits next = change.apply(latest);
                  before.set(latest.get(next.scope()));
                  return next;
                });
    return new Written(before.get(), after);
  }
}
