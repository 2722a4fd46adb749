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
