package io.tapedeck.risk.kafka;

import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.risk.core.ChainHash;
import java.util.function.BiConsumer;

/** A partition's journal, as committed on the topic. */
public interface Journal {
  /** The last entry's number and the chain hash after it; number 0 and genesis if there is none. */
  Head head(int partition);

  /** Reads all entries in order, each with the chain hash after it. */
  void read(int partition, BiConsumer<JournalEntry, ChainHash> entry);

  /** Head of a journal. */
  record Head(long seq, ChainHash chain) {
    /** Of a journal without entries. */
    public static final Head EMPTY = new Head(0, ChainHash.GENESIS);
  }
}
