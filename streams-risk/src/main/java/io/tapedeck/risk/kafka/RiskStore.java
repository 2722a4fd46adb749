package io.tapedeck.risk.kafka;

import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.JournalEntry;
import io.tapedeck.domain.risk.JournalEvent;
import io.tapedeck.domain.risk.JournalEvent.LimitsObserved;
import io.tapedeck.domain.risk.JournalEvent.MarksObserved;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.Outcome;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.risk.core.StateParts;
import io.tapedeck.schemas.Topics;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The partition's state in its store: {@code c} the chain hash, {@code m:INSTRUMENT} the marks and
 * {@code l:SCOPE} the limits last journalled, and the parts of {@link StateParts}.
 */
final class RiskStore {
  /** Name of the store. */
  static final String NAME = "risk-state";

  private static final String CHAIN = "c";
  private static final String MARK = "m:";
  private static final String LIMITS = "l:";

  private final KeyValueStore<String, byte[]> store;

  RiskStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** The chain hash after the last entry. */
  ChainHash chain() {
    byte[] chain = store.get(CHAIN);
    return chain == null ? ChainHash.GENESIS : ChainHash.of(chain);
  }

  /** True if nothing was ever put: a new application id, or a state that was lost. */
  boolean isEmpty() {
    return store.get(CHAIN) == null;
  }

  /** Fills an empty store with the state that the journal leads to. */
  void rebuild(Journal journal, int partition) {
    RiskState state = new RiskState();
    ChainHash[] last = {ChainHash.GENESIS};
    journal.read(
        partition,
        (entry, hash) -> {
          RiskEngine.decide(state, entry);
          last[0] = hash;
        });
    state.marks().values().forEach(this::putMark);
    state.limits().values().forEach(this::putLimits);
    StateParts.whole(state, this::put);
    store.put(CHAIN, last[0].bytes());
  }

  /** The whole state. */
  RiskState load() {
    StateParts.Loader loader = new StateParts.Loader();
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> part = all.next();
        if (part.key.startsWith(MARK)) {
          loader.mark(Topics.MARKET_MARKS.codec().decode(part.value));
        } else if (part.key.startsWith(LIMITS)) {
          loader.limits(Topics.RISK_LIMITS.codec().decode(part.value));
        } else if (!part.key.equals(CHAIN)) {
          loader.part(part.key, part.value);
        }
      }
    }
    return loader.state();
  }

  /** Puts what an entry changed. */
  void save(RiskState state, JournalEntry entry, Outcome outcome, ChainHash chain) {
    JournalEvent event = entry.event();
    if (event instanceof MarksObserved observed) {
      observed.marks().forEach(this::putMark);
    } else if (event instanceof LimitsObserved observed) {
      putLimits(observed.limits());
    }
    StateParts.changed(state, entry, outcome, this::put);
    store.put(CHAIN, chain.bytes());
  }

  private void put(String key, byte @Nullable [] value) {
    if (value == null) {
      store.delete(key);
    } else {
      store.put(key, value);
    }
  }

  private void putMark(Mark mark) {
    store.put(MARK + mark.instrument().value(), Topics.MARKET_MARKS.codec().encode(mark));
  }

  private void putLimits(RiskLimits limits) {
    store.put(LIMITS + limits.scope(), Topics.RISK_LIMITS.codec().encode(limits));
  }
}
