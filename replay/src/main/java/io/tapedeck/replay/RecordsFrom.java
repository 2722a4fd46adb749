package io.tapedeck.replay;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Records from an offset on, of a source that can only be read from its start. */
final class RecordsFrom implements Tape.Records {
  private final Tape.Records all;
  private final long from;
  private @Nullable TapeRecord next;

  RecordsFrom(Tape.Records all, long from) {
    this.all = all;
    this.from = from;
  }

  @Override
  public boolean hasNext() {
    while (next == null && all.hasNext()) {
      TapeRecord record = all.next();
      if (record.at().offset() >= from) {
        next = record;
      }
    }
    return next != null;
  }

  @Override
  public TapeRecord next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("no more records from offset " + from);
    }
    TapeRecord record = next;
    next = null;
    return record;
  }

  @Override
  public void close() {
    all.close();
  }
}
