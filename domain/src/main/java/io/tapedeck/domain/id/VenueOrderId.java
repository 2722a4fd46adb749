package io.tapedeck.domain.id;

/**
 * The order id that the venue gave.
 *
 * @param value opaque text, never blank
 */
public record VenueOrderId(String value) implements Comparable<VenueOrderId> {
  public VenueOrderId {
    if (value.isBlank()) {
      throw new IllegalArgumentException("blank VenueOrderId");
    }
  }

  @Override
  public int compareTo(VenueOrderId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
