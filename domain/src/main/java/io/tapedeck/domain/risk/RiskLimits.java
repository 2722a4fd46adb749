package io.tapedeck.domain.risk;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of the limits of one scope, whole.
 *
 * @param scope {@code *} for everyone, an account's name, or {@code strategy:NAME}, {@code
 *     instrument:VENUE:SYMBOL}, {@code venue:NAME}; {@link #SHADOW} before it is tried, not
 *     enforced
 * @param version from 1, grows by one with each change
 * @param changedBy who
 * @param approvedBy second person; empty if none
 * @param why the reason given
 * @param atNanos when, the changer's clock
 * @param values limit name (as in risk-limits.yaml) to raw scale-9 value
 * @param settings what is no number (periods, lists, switches): name to text
 */
public record RiskLimits(
    String scope,
    long version,
    String changedBy,
    String approvedBy,
    String why,
    long atNanos,
    SortedMap<String, Long> values,
    SortedMap<String, String> settings) {
  public RiskLimits {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** Limits that are all numbers. */
  public RiskLimits(
      String scope,
      long version,
      String changedBy,
      String approvedBy,
      String why,
      long atNanos,
      SortedMap<String, Long> values) {
    this(scope, version, changedBy, approvedBy, why, atNanos, values, new TreeMap<>());
  }

  /** The scope of limits that hold for everyone. */
  public static final String EVERYONE = "*";

  /** Before the name of a scope whose limits are tried beside the live ones. */
  public static final String SHADOW = "shadow/";

  /** A limit's raw scale-9 value, null if the scope does not set it. */
  public @Nullable Long value(String name) {
    return values.get(name);
  }

  /** A setting's text, null if the scope does not set it. */
  public @Nullable String setting(String name) {
    return settings.get(name);
  }
}
