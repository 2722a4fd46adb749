package io.tapedeck.domain.id;

/**
 * The order id that we give to the venue, derived from account, intent and attempt.
 *
 * @param value a name-based UUID as text, never blank
 */
public record ClientOrderId(String value) implements Comparable<ClientOrderId> {
  public ClientOrderId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("blank ClientOrderId");
    }
  }

  @Override
  public int compareTo(ClientOrderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
