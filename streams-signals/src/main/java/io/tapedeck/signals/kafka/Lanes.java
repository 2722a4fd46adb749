package io.tapedeck.signals.kafka;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lanes by key bytes; looking one up allocates nothing. */
final class Lanes {
  private final Map<Key, Lane> byKey = new HashMap<>();
  private final Key probe = new Key(new byte[0]);

  @Nullable Lane get(byte[] key) {
    probe.bytes = key;
    return byKey.get(probe);
  }

  void put(Lane lane) {
    byKey.put(new Key(lane.key()), lane);
  }

  private static final class Key {
    private byte[] bytes;

    Key(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }
}
