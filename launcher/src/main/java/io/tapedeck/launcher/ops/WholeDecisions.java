package io.tapedeck.launcher.ops;

import io.tapedeck.domain.risk.Decision;
import io.tapedeck.replay.Tape;
import io.tapedeck.replay.TapeRecord;
import io.tapedeck.schemas.Topic;
import io.tapedeck.schemas.Topics;
import io.tapedeck.schemas.serde.Formats;
import io.tapedeck.schemas.serde.RecordFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A growing tape as it stood when its journal was read: decisions on entries that came later are
 * left out, so that journal and decisions end together. The journal must be read first. For one
 * thread.
 */
final class WholeDecisions implements Tape {
  private final Tape tape;
  private final Map<Integer, Long> lastEntry = new HashMap<>();

  WholeDecisions(Tape tape) {
    this.tape = tape;
  }

  @Override
  public int partitions(Topic<?> topic) {
    return tape.partitions(topic);
  }

  @Override
  public Formats formats() {
    return tape.formats();
  }

  @Override
  public void close() {
    tape.close();
  }

  @Override
  public Records records(Topic<?> topic, int partition) {
    Records all = tape.records(topic, partition);
    if (topic.equals(Topics.RISK_JOURNAL)) {
      return new Noting(all, partition);
    }
    return topic.equals(Topics.RISK_DECISIONS)
        ? new Ending(all, lastEntry.getOrDefault(partition, 0L))
        : all;
  }

  /** Notes how far the journal was read. */
  private final class Noting implements Records {
    private final Records all;
    private final int partition;
    private final RecordFormat<io.tapedeck.domain.risk.JournalEntry> format =
        tape.formats().of(Topics.RISK_JOURNAL);

    Noting(Records all, int partition) {
      this.all = all;
      this.partition = partition;
    }

    @Override
    public boolean hasNext() {
      return all.hasNext();
    }

    @Override
    public TapeRecord next() {
      TapeRecord record = all.next();
      byte[] value = record.value();
      if (value != null) {
        lastEntry.put(partition, format.decode(value).seq());
      }
      return record;
    }

    @Override
    public void close() {
      all.close();
    }
  }

  /** Ends before the first decision on an entry that was not read. */
  private final class Ending implements Records {
    private final Records all;
    private final long last;
    private final RecordFormat<Decision> format = tape.formats().of(Topics.RISK_DECISIONS);
    private @Nullable TapeRecord ahead;

    Ending(Records all, long last) {
      this.all = all;
      this.last = last;
    }

    @Override
    public boolean hasNext() {
      if (ahead == null && all.hasNext()) {
        TapeRecord record = all.next();
        byte[] value = record.value();
        if (value == null || format.decode(value).journalSeq() <= last) {
          ahead = record;
        }
      }
      return ahead != null;
    }

    @Override
    public TapeRecord next() {
      TapeRecord record = hasNext() ? ahead : null;
      if (record == null) {
        throw new NoSuchElementException();
      }
      ahead = null;
      return record;
    }

    @Override
    public void close() {
      all.close();
    }
  }
}
