package io.tapedeck.domain.tape;

/**
 * The address of a record: immutable, and enough to find it again.
 *
 * @param topic the topic's name
 * @param partition from 0
 * @param offset from 0
 */
public record Coordinates(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
