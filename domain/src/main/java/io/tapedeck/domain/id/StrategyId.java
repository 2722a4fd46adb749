package io.tapedeck.domain.id;

/**
 * A strategy instance, as configured.
 *
 * @param value a name, never blank
 */
public record StrategyId(String value) implements Comparable<StrategyId> {
  public StrategyId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("blank StrategyId");
    }
  }

  @Override
  public int compareTo(StrategyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
