package io.tapedeck.domain.risk;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of the limits of one scope, whole.
 *
 * @param scope {@code *} for everyone, or an account
 * @param version from 1, grows by one with each change
 * @param changedBy who
 * @param approvedBy second person; empty if none
 * @param why the reason given
 * @param atNanos when, the changer's clock
 * @param values limit name (as in risk-limits.yaml) to raw scale-9 value
 */
public record RiskLimits(
    String scope,
    long version,
    String changedBy,
    String approvedBy,
    String why,
    long atNanos,
    SortedMap<String, Long> values) {
  public RiskLimits {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** The scope of limits that hold for everyone. */
  public static final String EVERYONE = "*";

  /** A limit's raw scale-9 value, null if the scope does not set it. */
  public @Nullable Long value(String name) {
    return values.get(name);
  }
}
