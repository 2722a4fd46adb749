package io.tapedeck.domain.id;

/**
 * The identity of one intent, derived from its inputs.
 *
 * @param value a name-based UUID as text, never blank
 */
public record IntentId(String value) implements Comparable<IntentId> {
  public IntentId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("blank IntentId");
    }
  }

  @Override
  public int compareTo(IntentId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
