package io.tapedeck.schemas;

import io.tapedeck.schemas.codec.Codec;

/**
 * One row of the catalogue: describes a topic, holds nothing live.
 *
 * @param name with hyphens only: dots double every consumer-lag series of current clients
 * @param key what the UTF-8 key names
 * @param codec encoding of the value
 * @param owner the only service that writes it
 * @param kept how long
 * @param meaning one line
 * @param <T> domain type of the value
 */
public record Topic<T>(
    String name, Key key, Codec<T> codec, Owner owner, Kept kept, String meaning) {

  /** What a key names; topics of the same key are co-partitioned. */
  public enum Key {
    INSTRUMENT,
    ACCOUNT,
    INTENT,
    SCOPE,
    /** Whatever key the record had where it failed. */
    ORIGINAL
  }

  /** The services that own topics. */
  public enum Owner {
    INGEST,
    SIGNALS,
    RISK,
    EXECUTOR,
    CONSOLE
  }

  /** Retention. */
  public enum Kept {
    /** Deleted after the configured time (default 30 days). */
    LONG,
    /** Never deleted. */
    FOREVER,
    /** The latest of each key. */
    COMPACT
  }

  /** The registry subject of its value (TopicNameStrategy). */
  public String subject() {
    return name + "-value";
  }
}
