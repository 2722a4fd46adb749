package io.tapedeck.risk.kafka;

import io.tapedeck.domain.control.TradingState;
import io.tapedeck.domain.id.AccountId;
import io.tapedeck.domain.id.InstrumentId;
import io.tapedeck.domain.market.Mark;
import io.tapedeck.domain.risk.RiskLimits;
import io.tapedeck.risk.core.AccountBytes;
import io.tapedeck.risk.core.ChainHash;
import io.tapedeck.risk.core.RiskEngine;
import io.tapedeck.risk.core.RiskState;
import io.tapedeck.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The partition's state in its store: {@code h} the head, {@code a:ACCOUNT}, {@code m:INSTRUMENT}
 * the marks and {@code l:SCOPE} the limits last journalled.
 */
final class RiskStore {
  /** Name of the store. */
  static final String NAME = "risk-state";

  private static final String HEAD = "h";
  private static final String ACCOUNT = "a:";
  private static final String MARK = "m:";
  private static final String LIMITS = "l:";
  private static final TradingState[] STATES = TradingState.values();

  private final KeyValueStore<String, byte[]> store;

  RiskStore(KeyValueStore<String, byte[]> store) {
    this.store = store;
  }

  /** The chain hash after the last entry. */
  ChainHash chain() {
    byte[] head = store.get(HEAD);
    if (head == null) {
      return ChainHash.GENESIS;
    }
    byte[] hash = new byte[32];
    ByteBuffer.wrap(head).position(head.length - hash.length).get(hash);
    return ChainHash.of(hash);
  }

  /** True if nothing was ever put: a new application id, or a state that was lost. */
  boolean isEmpty() {
    return store.get(HEAD) == null;
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
    state.marks().forEach(this::putMark);
    state.limits().values().forEach(this::putLimits);
    state.accounts().forEach((id, account) -> putAccount(id, AccountBytes.write(account)));
    putHead(state, last[0]);
  }

  /** The whole state. */
  RiskState load() {
    RiskState state = new RiskState();
    List<Mark> marks = new ArrayList<>();
    List<RiskLimits> limits = new ArrayList<>();
    byte[] head = null;
    try (KeyValueIterator<String, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, byte[]> entry = all.next();
        if (entry.key.equals(HEAD)) {
          head = entry.value;
        } else if (entry.key.startsWith(ACCOUNT)) {
          state.restore(AccountBytes.read(entry.value));
        } else if (entry.key.startsWith(MARK)) {
          marks.add(Topics.MARKET_MARKS.codec().decode(entry.value));
        } else {
          limits.add(Topics.RISK_LIMITS.codec().decode(entry.value));
        }
      }
    }
    if (head != null) {
      ByteBuffer in = ByteBuffer.wrap(head);
      state.restore(in.getLong(), in.getLong(), in.getLong(), STATES[in.getInt()], marks, limits);
    }
    return state;
  }

  @SuppressWarnings("EnumOrdinal") // written and read by this class only; the schema of a changelog
  void putHead(RiskState state, ChainHash chain) {
    store.put(
        HEAD,
        ByteBuffer.allocate(28 + 32)
            .putLong(state.seq())
            .putLong(state.clockNanos())
            .putLong(state.day())
            .putInt(state.globalState().ordinal())
            .put(chain.bytes())
            .array());
  }

  void putAccount(AccountId account, byte[] bytes) {
    store.put(ACCOUNT + account.value(), bytes);
  }

  void putMark(InstrumentId instrument, Mark mark) {
    store.put(MARK + instrument.value(), Topics.MARKET_MARKS.codec().encode(mark));
  }

  void putLimits(RiskLimits limits) {
    store.put(LIMITS + limits.scope(), Topics.RISK_LIMITS.codec().encode(limits));
  }
}
