package io.tapedeck.replay;

import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.serde.Formats;
import java.util.Iterator;

/** Where recorded topics are read from: a cluster or an exported folder. */
public interface Tape extends AutoCloseable {
  /** How many partitions a topic has. */
  int partitions(Topic<?> topic);

  /** The records of a partition in order, up to the end that it has now. */
  Records records(Topic<?> topic, int partition);

  /** The same from an offset on. */
  default Records records(Topic<?> topic, int partition, long fromOffset) {
    Records all = records(topic, partition);
    return fromOffset <= 0 ? all : new RecordsFrom(all, fromOffset);
  }

  /** Formats that read them. */
  Formats formats();

  @Override
  void close();

  /** Records of one partition; closed by the reader. */
  interface Records extends Iterator<TapeRecord>, AutoCloseable {
    @Override
    void close();
  }
}
